-- discrepancies
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_8.j0,',' ORDER BY page_8.k0 DESC,page_8.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"kind":',coalesce(to_json(discrepancies_3.kind::text)::text,'null'),
      ',"text":',coalesce(to_json(discrepancies_3.text)::text,'null'),
      ',"printed":',coalesce(to_json(discrepancies_3.printed)::text,'null'),
      ',"computed":',coalesce(to_json(discrepancies_3.computed)::text,'null'),
      ',"figures":',(
        SELECT concat(
          '{"nodes":[',string_agg(page_7.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"measure":',coalesce(to_json(figures_4.measure::text)::text,'null'),
            ',"total":',CASE WHEN figures_4.total THEN 'true' WHEN NOT figures_4.total THEN 'false' ELSE 'null' END,',"quantity":{"asPrinted":',coalesce(to_json(figures_4.quantity_as_printed)::text,'null'),
            ',"low":',coalesce('"'||trim_scale(figures_4.quantity_low::numeric)::text||'"','null'),
            ',"high":',coalesce('"'||trim_scale(figures_4.quantity_high::numeric)::text||'"','null'),
            ',"unit":',coalesce(to_json(figures_4.quantity_unit)::text,'null'),'},"citation":',coalesce((
              SELECT concat(
                '{"locator":',coalesce(to_json(citation_6.locator)::text,'null'),'}') AS anon_3
              FROM citation AS citation_6
              WHERE citation_6.id = figures_4.citation_id
            ),'null'),'}') AS j0
          FROM discrepancyfigure AS figures_link_5
          JOIN figure AS figures_4 ON figures_4.id = figures_link_5.figure_id
          WHERE discrepancies_3.id = figures_link_5.discrepancy_id
          ORDER BY figures_link_5.figure_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_7
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT discrepancies_1.id AS p0, discrepancies_1.kind::text COLLATE "C" AS k0, discrepancies_1.id COLLATE "C" AS k1
      FROM discrepancy AS discrepancies_1
      WHERE (discrepancies_1.kind=ANY(($2::text[])))
      ORDER BY discrepancies_1.kind::text COLLATE "C" DESC, discrepancies_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_2
    JOIN discrepancy AS discrepancies_3 ON discrepancies_3.id=keyed_2.p0
  ) AS page_8
),'UTF8') AS answer;
