-- universities
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_15.j0,',' ORDER BY page_15.k0,page_15.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(universities_3.name)::text,'null'),
      ',"spinoffs":',(
        SELECT concat(
          '{"edges":[',string_agg(page_14.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"citation":',coalesce((
              SELECT concat(
                '{"source":',coalesce((
                  SELECT concat(
                    '{"title":',coalesce(to_json(source_7.title)::text,'null'),'}') AS anon_4
                  FROM source AS source_7
                  WHERE source_7.id = citation_6.source_id
                ),'null'),'}') AS anon_3
              FROM citation AS citation_6
              WHERE citation_6.id = spinoffs_link_5.citation_id
            ),'null'),',"node":{"name":',coalesce(to_json(spinoffs_4.name)::text,'null'),
            ',"fundingRounds":',(
              SELECT concat(
                '{"nodes":[',string_agg(page_9.j0,','),']}') AS anon_5
              FROM (
                SELECT concat(
                  '{"label":',coalesce(to_json("fundingRounds_8".label)::text,'null'),
                  ',"amount":',CASE WHEN ("fundingRounds_8".amount_as_printed IS NOT NULL OR "fundingRounds_8".amount_qualifier IS NOT NULL OR "fundingRounds_8".amount_unit IS NOT NULL) THEN concat(
                    '{"asPrinted":',coalesce(to_json("fundingRounds_8".amount_as_printed)::text,'null'),
                    ',"low":',coalesce('"'||trim_scale("fundingRounds_8".amount_low::numeric)::text||'"','null'),
                    ',"currency":',coalesce(to_json("fundingRounds_8".amount_currency)::text,'null'),'}') ELSE 'null' END,
                  ',"closed":',CASE WHEN ("fundingRounds_8".closed_as_printed IS NOT NULL OR "fundingRounds_8".closed_precision IS NOT NULL) THEN concat(
                    '{"asPrinted":',coalesce(to_json("fundingRounds_8".closed_as_printed)::text,'null'),'}') ELSE 'null' END,'}') AS j0
                FROM fundinground AS "fundingRounds_8"
                WHERE spinoffs_4.id = "fundingRounds_8".company_id
                ORDER BY "fundingRounds_8".id COLLATE "C"
                LIMIT ($1::bigint)
              ) AS page_9
            ),
            ',"facilities":',(
              SELECT concat(
                '{"nodes":[',string_agg(page_13.j0,','),']}') AS anon_6
              FROM (
                SELECT concat(
                  '{"name":',coalesce(to_json(facilities_10.name)::text,'null'),
                  ',"figures":',(
                    SELECT concat(
                      '{"nodes":[',string_agg(page_12.j0,','),']}') AS anon_7
                    FROM (
                      SELECT concat(
                        '{"measure":',coalesce(to_json(figures_11.measure::text)::text,'null'),
                        ',"status":',coalesce(to_json(figures_11.status::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_11.quantity_as_printed)::text,'null'),
                        ',"low":',coalesce('"'||trim_scale(figures_11.quantity_low::numeric)::text||'"','null'),
                        ',"unit":',coalesce(to_json(figures_11.quantity_unit)::text,'null'),'}}') AS j0
                      FROM figure AS figures_11
                      WHERE facilities_10.id = figures_11.facility_id
                      ORDER BY figures_11.id COLLATE "C"
                      LIMIT ($1::bigint)
                    ) AS page_12
                  ),'}') AS j0
                FROM facility AS facilities_10
                WHERE spinoffs_4.id = facilities_10.company_id
                ORDER BY facilities_10.id COLLATE "C"
                LIMIT ($1::bigint)
              ) AS page_13
            ),'}}') AS j0
          FROM spinoff AS spinoffs_link_5
          JOIN organization AS spinoffs_4 ON spinoffs_4.id = spinoffs_link_5.company_id
          WHERE universities_3.id = spinoffs_link_5.university_id AND spinoffs_4.type='COMPANY'
          ORDER BY spinoffs_link_5.company_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_14
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT universities_1.id AS p0, universities_1.name COLLATE "C" AS k0, universities_1.id COLLATE "C" AS k1
      FROM organization AS universities_1
      WHERE universities_1.type='UNIVERSITY'
      ORDER BY universities_1.name COLLATE "C", universities_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_2
    JOIN organization AS universities_3 ON universities_3.id=keyed_2.p0
  ) AS page_15
),'UTF8') AS answer;
