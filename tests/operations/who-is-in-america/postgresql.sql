-- place
SELECT convert_to(coalesce((
  SELECT concat(
    '{"name":',coalesce(to_json(place_1.name)::text,'null'),
    ',"children":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_15.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"name":',coalesce(to_json(children_2.name)::text,'null'),
          ',"kind":',coalesce(to_json(children_2.kind::text)::text,'null'),
          ',"facilities":',(
            SELECT concat(
              '{"nodes":[',string_agg(page_7.j0,','),']}') AS anon_3
            FROM (
              SELECT concat(
                '{"name":',coalesce(to_json(facilities_3.name)::text,'null'),
                ',"kind":',coalesce(to_json(facilities_3.kind::text)::text,'null'),
                ',"company":',coalesce((
                  SELECT concat(
                    '{"name":',coalesce(to_json(company_4.name)::text,'null'),'}') AS anon_4
                  FROM organization AS company_4
                  WHERE company_4.id = facilities_3.company_id AND company_4.type='COMPANY'
                ),'null'),
                ',"figures":',(
                  SELECT concat(
                    '{"nodes":[',string_agg(page_6.j0,','),']}') AS anon_5
                  FROM (
                    SELECT concat(
                      '{"measure":',coalesce(to_json(figures_5.measure::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_5.quantity_as_printed)::text,'null'),
                      ',"low":',coalesce('"'||trim_scale(figures_5.quantity_low::numeric)::text||'"','null'),'}}') AS j0
                    FROM figure AS figures_5
                    WHERE facilities_3.id = figures_5.facility_id
                    ORDER BY figures_5.id COLLATE "C"
                    LIMIT ($1::bigint)
                  ) AS page_6
                ),'}') AS j0
              FROM facility AS facilities_3
              WHERE children_2.id = facilities_3.place_id
              ORDER BY facilities_3.id COLLATE "C"
              LIMIT ($1::bigint)
            ) AS page_7
          ),
          ',"children":',(
            SELECT concat(
              '{"nodes":[',string_agg(page_14.j0,','),']}') AS anon_6
            FROM (
              SELECT concat(
                '{"name":',coalesce(to_json(children_8.name)::text,'null'),
                ',"facilities":',(
                  SELECT concat(
                    '{"nodes":[',string_agg(page_13.j0,','),']}') AS anon_7
                  FROM (
                    SELECT concat(
                      '{"name":',coalesce(to_json(facilities_9.name)::text,'null'),
                      ',"kind":',coalesce(to_json(facilities_9.kind::text)::text,'null'),
                      ',"company":',coalesce((
                        SELECT concat(
                          '{"name":',coalesce(to_json(company_10.name)::text,'null'),'}') AS anon_8
                        FROM organization AS company_10
                        WHERE company_10.id = facilities_9.company_id AND company_10.type='COMPANY'
                      ),'null'),
                      ',"figures":',(
                        SELECT concat(
                          '{"nodes":[',string_agg(page_12.j0,','),']}') AS anon_9
                        FROM (
                          SELECT concat(
                            '{"measure":',coalesce(to_json(figures_11.measure::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_11.quantity_as_printed)::text,'null'),
                            ',"low":',coalesce('"'||trim_scale(figures_11.quantity_low::numeric)::text||'"','null'),'}}') AS j0
                          FROM figure AS figures_11
                          WHERE facilities_9.id = figures_11.facility_id
                          ORDER BY figures_11.id COLLATE "C"
                          LIMIT ($1::bigint)
                        ) AS page_12
                      ),'}') AS j0
                    FROM facility AS facilities_9
                    WHERE children_8.id = facilities_9.place_id
                    ORDER BY facilities_9.id COLLATE "C"
                    LIMIT ($1::bigint)
                  ) AS page_13
                ),'}') AS j0
              FROM place AS children_8
              WHERE children_2.id = children_8.parent_id
              ORDER BY children_8.id COLLATE "C"
              LIMIT ($1::bigint)
            ) AS page_14
          ),'}') AS j0
        FROM place AS children_2
        WHERE place_1.id = children_2.parent_id
        ORDER BY children_2.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_15
    ),'}') AS anon_1
  FROM place AS place_1
  WHERE (place_1.slug=($2::text))
),'null'),'UTF8') AS answer;
