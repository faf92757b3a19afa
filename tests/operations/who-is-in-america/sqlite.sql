-- place
SELECT cast(coalesce((
  SELECT concat(
    '{"name":',json_quote(place_1.name),
    ',"children":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_15.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"name":',json_quote(children_2.name),
          ',"kind":',json_quote(children_2.kind),
          ',"facilities":',(
            SELECT concat(
              '{"nodes":[',group_concat(page_7.j0,','),']}') AS anon_3
            FROM (
              SELECT concat(
                '{"name":',json_quote(facilities_3.name),
                ',"kind":',json_quote(facilities_3.kind),
                ',"company":',coalesce((
                  SELECT concat(
                    '{"name":',json_quote(company_4.name),'}') AS anon_4
                  FROM organization AS company_4
                  WHERE company_4.id = facilities_3.company_id AND company_4.type='COMPANY'
                ),'null'),
                ',"figures":',(
                  SELECT concat(
                    '{"nodes":[',group_concat(page_6.j0,','),']}') AS anon_5
                  FROM (
                    SELECT concat(
                      '{"measure":',json_quote(figures_5.measure),',"quantity":{"asPrinted":',json_quote(figures_5.quantity_as_printed),
                      ',"low":',json_quote(CASE WHEN figures_5.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_5.quantity_low<0 THEN '-' ELSE '' END,abs(figures_5.quantity_low/10000),abs(figures_5.quantity_low%10000)),'0') ELSE cast(figures_5.quantity_low/10000 as text) END),'}}') AS j0
                    FROM figure AS figures_5
                    WHERE facilities_3.id = figures_5.facility_id
                    ORDER BY figures_5.id
                    LIMIT :p2
                  ) AS page_6
                ),'}') AS j0
              FROM facility AS facilities_3
              WHERE children_2.id = facilities_3.place_id
              ORDER BY facilities_3.id
              LIMIT :p2
            ) AS page_7
          ),
          ',"children":',(
            SELECT concat(
              '{"nodes":[',group_concat(page_14.j0,','),']}') AS anon_6
            FROM (
              SELECT concat(
                '{"name":',json_quote(children_8.name),
                ',"facilities":',(
                  SELECT concat(
                    '{"nodes":[',group_concat(page_13.j0,','),']}') AS anon_7
                  FROM (
                    SELECT concat(
                      '{"name":',json_quote(facilities_9.name),
                      ',"kind":',json_quote(facilities_9.kind),
                      ',"company":',coalesce((
                        SELECT concat(
                          '{"name":',json_quote(company_10.name),'}') AS anon_8
                        FROM organization AS company_10
                        WHERE company_10.id = facilities_9.company_id AND company_10.type='COMPANY'
                      ),'null'),
                      ',"figures":',(
                        SELECT concat(
                          '{"nodes":[',group_concat(page_12.j0,','),']}') AS anon_9
                        FROM (
                          SELECT concat(
                            '{"measure":',json_quote(figures_11.measure),',"quantity":{"asPrinted":',json_quote(figures_11.quantity_as_printed),
                            ',"low":',json_quote(CASE WHEN figures_11.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_11.quantity_low<0 THEN '-' ELSE '' END,abs(figures_11.quantity_low/10000),abs(figures_11.quantity_low%10000)),'0') ELSE cast(figures_11.quantity_low/10000 as text) END),'}}') AS j0
                          FROM figure AS figures_11
                          WHERE facilities_9.id = figures_11.facility_id
                          ORDER BY figures_11.id
                          LIMIT :p2
                        ) AS page_12
                      ),'}') AS j0
                    FROM facility AS facilities_9
                    WHERE children_8.id = facilities_9.place_id
                    ORDER BY facilities_9.id
                    LIMIT :p2
                  ) AS page_13
                ),'}') AS j0
              FROM place AS children_8
              WHERE children_2.id = children_8.parent_id
              ORDER BY children_8.id
              LIMIT :p2
            ) AS page_14
          ),'}') AS j0
        FROM place AS children_2
        WHERE place_1.id = children_2.parent_id
        ORDER BY children_2.id
        LIMIT :p2
      ) AS page_15
    ),'}') AS anon_1
  FROM place AS place_1
  WHERE (place_1.slug=:p1)
),'null') as blob) AS answer;
