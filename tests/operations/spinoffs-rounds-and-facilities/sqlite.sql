-- universities
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_15.j0,',' ORDER BY page_15.k0,page_15.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',json_quote(universities_3.name),
      ',"spinoffs":',(
        SELECT concat(
          '{"edges":[',group_concat(page_14.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"citation":',coalesce((
              SELECT concat(
                '{"source":',coalesce((
                  SELECT concat(
                    '{"title":',json_quote(source_7.title),'}') AS anon_4
                  FROM source AS source_7
                  WHERE source_7.id = citation_6.source_id
                ),'null'),'}') AS anon_3
              FROM citation AS citation_6
              WHERE citation_6.id = spinoffs_link_5.citation_id
            ),'null'),',"node":{"name":',json_quote(spinoffs_4.name),
            ',"fundingRounds":',(
              SELECT concat(
                '{"nodes":[',group_concat(page_9.j0,','),']}') AS anon_5
              FROM (
                SELECT concat(
                  '{"label":',json_quote("fundingRounds_8".label),
                  ',"amount":',CASE WHEN ("fundingRounds_8".amount_as_printed IS NOT NULL OR "fundingRounds_8".amount_qualifier IS NOT NULL OR "fundingRounds_8".amount_unit IS NOT NULL) THEN concat(
                    '{"asPrinted":',json_quote("fundingRounds_8".amount_as_printed),
                    ',"low":',json_quote(CASE WHEN "fundingRounds_8".amount_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN "fundingRounds_8".amount_low<0 THEN '-' ELSE '' END,abs("fundingRounds_8".amount_low/10000),abs("fundingRounds_8".amount_low%10000)),'0') ELSE cast("fundingRounds_8".amount_low/10000 as text) END),
                    ',"currency":',json_quote("fundingRounds_8".amount_currency),'}') ELSE 'null' END,
                  ',"closed":',CASE WHEN ("fundingRounds_8".closed_as_printed IS NOT NULL OR "fundingRounds_8".closed_precision IS NOT NULL) THEN concat(
                    '{"asPrinted":',json_quote("fundingRounds_8".closed_as_printed),'}') ELSE 'null' END,'}') AS j0
                FROM fundinground AS "fundingRounds_8"
                WHERE spinoffs_4.id = "fundingRounds_8".company_id
                ORDER BY "fundingRounds_8".id
                LIMIT :p1
              ) AS page_9
            ),
            ',"facilities":',(
              SELECT concat(
                '{"nodes":[',group_concat(page_13.j0,','),']}') AS anon_6
              FROM (
                SELECT concat(
                  '{"name":',json_quote(facilities_10.name),
                  ',"figures":',(
                    SELECT concat(
                      '{"nodes":[',group_concat(page_12.j0,','),']}') AS anon_7
                    FROM (
                      SELECT concat(
                        '{"measure":',json_quote(figures_11.measure),
                        ',"status":',json_quote(figures_11.status),',"quantity":{"asPrinted":',json_quote(figures_11.quantity_as_printed),
                        ',"low":',json_quote(CASE WHEN figures_11.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_11.quantity_low<0 THEN '-' ELSE '' END,abs(figures_11.quantity_low/10000),abs(figures_11.quantity_low%10000)),'0') ELSE cast(figures_11.quantity_low/10000 as text) END),
                        ',"unit":',json_quote(figures_11.quantity_unit),'}}') AS j0
                      FROM figure AS figures_11
                      WHERE facilities_10.id = figures_11.facility_id
                      ORDER BY figures_11.id
                      LIMIT :p1
                    ) AS page_12
                  ),'}') AS j0
                FROM facility AS facilities_10
                WHERE spinoffs_4.id = facilities_10.company_id
                ORDER BY facilities_10.id
                LIMIT :p1
              ) AS page_13
            ),'}}') AS j0
          FROM spinoff AS spinoffs_link_5
          JOIN organization AS spinoffs_4 ON spinoffs_4.id = spinoffs_link_5.company_id
          WHERE universities_3.id = spinoffs_link_5.university_id AND spinoffs_4.type='COMPANY'
          ORDER BY spinoffs_link_5.company_id
          LIMIT :p1
        ) AS page_14
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT universities_1.id AS p0, universities_1.name AS k0, universities_1.id AS k1
      FROM organization AS universities_1
      WHERE universities_1.type='UNIVERSITY'
      ORDER BY universities_1.name, universities_1.id
      LIMIT :p1
    ) AS keyed_2
    JOIN organization AS universities_3 ON universities_3.id=keyed_2.p0
  ) AS page_15
) as blob) AS answer;
