-- companies
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_13.j0,',' ORDER BY page_13.k0,page_13.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',json_quote(companies_5.name),
      ',"facilities":',(
        SELECT concat(
          '{"nodes":[',group_concat(page_12.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"name":',json_quote(facilities_6.name),
            ',"figures":',(
              SELECT concat(
                '{"nodes":[',group_concat(page_11.j0,',' ORDER BY page_11.k0 DESC,page_11.k1),']}') AS anon_3
              FROM (
                SELECT concat(
                  '{"status":',json_quote(figures_10.status),',"quantity":{"asPrinted":',json_quote(figures_10.quantity_as_printed),
                  ',"low":',json_quote(CASE WHEN figures_10.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_10.quantity_low<0 THEN '-' ELSE '' END,abs(figures_10.quantity_low/10000),abs(figures_10.quantity_low%10000)),'0') ELSE cast(figures_10.quantity_low/10000 as text) END),
                  ',"unit":',json_quote(figures_10.quantity_unit),'},"period":',CASE WHEN (figures_10.period_as_printed IS NOT NULL OR figures_10.period_precision IS NOT NULL) THEN concat(
                    '{"asPrinted":',json_quote(figures_10.period_as_printed),'}') ELSE 'null' END,'}') AS j0, keyed_9.k0 AS k0, keyed_9.k1 AS k1
                FROM (
                  SELECT figures_8.id AS p0, figures_8.status AS k0, figures_8.id AS k1
                  FROM figure AS figures_8
                  WHERE facilities_6.id = figures_8.facility_id AND (figures_8.measure=:p1)
                  ORDER BY figures_8.status DESC, figures_8.id
                  LIMIT :p5
                ) AS keyed_9
                JOIN figure AS figures_10 ON figures_10.id=keyed_9.p0
              ) AS page_11
            ),'}') AS j0
          FROM facility AS facilities_6
          WHERE companies_5.id = facilities_6.company_id AND (EXISTS (
            SELECT 1 AS anon_4
            FROM figure AS figures_7
            WHERE facilities_6.id = figures_7.facility_id AND (figures_7.measure=:p1)
          ))
          ORDER BY facilities_6.id
          LIMIT :p5
        ) AS page_12
      ),'}') AS j0, keyed_4.k0 AS k0, keyed_4.k1 AS k1
    FROM (
      SELECT companies_1.id AS p0, companies_1.name AS k0, companies_1.id AS k1
      FROM organization AS companies_1
      WHERE companies_1.type='COMPANY' AND (EXISTS (
        SELECT 1 AS anon_5
        FROM facility AS facilities_2
        WHERE companies_1.id = facilities_2.company_id AND (EXISTS (
          SELECT 1 AS anon_6
          FROM figure AS figures_3
          WHERE facilities_2.id = figures_3.facility_id AND ((figures_3.measure=:p1) AND (figures_3.quantity_low>:p2) AND (figures_3.quantity_unit=:p3) AND (figures_3.status=:p4))
        ))
      ))
      ORDER BY companies_1.name, companies_1.id
      LIMIT :p5
    ) AS keyed_4
    JOIN organization AS companies_5 ON companies_5.id=keyed_4.p0
  ) AS page_13
) as blob) AS answer;
