-- companies
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_13.j0,',' ORDER BY page_13.k0,page_13.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(companies_5.name)::text,'null'),
      ',"facilities":',(
        SELECT concat(
          '{"nodes":[',string_agg(page_12.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"name":',coalesce(to_json(facilities_6.name)::text,'null'),
            ',"figures":',(
              SELECT concat(
                '{"nodes":[',string_agg(page_11.j0,',' ORDER BY page_11.k0 DESC,page_11.k1),']}') AS anon_3
              FROM (
                SELECT concat(
                  '{"status":',coalesce(to_json(figures_10.status::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_10.quantity_as_printed)::text,'null'),
                  ',"low":',coalesce('"'||trim_scale(figures_10.quantity_low::numeric)::text||'"','null'),
                  ',"unit":',coalesce(to_json(figures_10.quantity_unit)::text,'null'),'},"period":',CASE WHEN (figures_10.period_as_printed IS NOT NULL OR figures_10.period_precision IS NOT NULL) THEN concat(
                    '{"asPrinted":',coalesce(to_json(figures_10.period_as_printed)::text,'null'),'}') ELSE 'null' END,'}') AS j0, keyed_9.k0 AS k0, keyed_9.k1 AS k1
                FROM (
                  SELECT figures_8.id AS p0, figures_8.status::text COLLATE "C" AS k0, figures_8.id COLLATE "C" AS k1
                  FROM figure AS figures_8
                  WHERE facilities_6.id = figures_8.facility_id AND (figures_8.measure=($1::text))
                  ORDER BY figures_8.status::text COLLATE "C" DESC, figures_8.id COLLATE "C"
                  LIMIT ($2::bigint)
                ) AS keyed_9
                JOIN figure AS figures_10 ON figures_10.id=keyed_9.p0
              ) AS page_11
            ),'}') AS j0
          FROM facility AS facilities_6
          WHERE companies_5.id = facilities_6.company_id AND (EXISTS (
            SELECT 1 AS anon_4
            FROM figure AS figures_7
            WHERE facilities_6.id = figures_7.facility_id AND (figures_7.measure=($1::text))
          ))
          ORDER BY facilities_6.id COLLATE "C"
          LIMIT ($2::bigint)
        ) AS page_12
      ),'}') AS j0, keyed_4.k0 AS k0, keyed_4.k1 AS k1
    FROM (
      SELECT companies_1.id AS p0, companies_1.name COLLATE "C" AS k0, companies_1.id COLLATE "C" AS k1
      FROM organization AS companies_1
      WHERE companies_1.type='COMPANY' AND (EXISTS (
        SELECT 1 AS anon_5
        FROM facility AS facilities_2
        WHERE companies_1.id = facilities_2.company_id AND (EXISTS (
          SELECT 1 AS anon_6
          FROM figure AS figures_3
          WHERE facilities_2.id = figures_3.facility_id AND ((figures_3.measure=($1::text)) AND (figures_3.quantity_low>($3::numeric)) AND (figures_3.quantity_unit=($4::text)) AND (figures_3.status=($5::text)))
        ))
      ))
      ORDER BY companies_1.name COLLATE "C", companies_1.id COLLATE "C"
      LIMIT ($2::bigint)
    ) AS keyed_4
    JOIN organization AS companies_5 ON companies_5.id=keyed_4.p0
  ) AS page_13
),'UTF8') AS answer;
