-- discrepancies
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_8.j0,',' ORDER BY page_8.k0 DESC,page_8.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"kind":',json_quote(discrepancies_3.kind),
      ',"text":',json_quote(discrepancies_3.text),
      ',"printed":',json_quote(discrepancies_3.printed),
      ',"computed":',json_quote(discrepancies_3.computed),
      ',"figures":',(
        SELECT concat(
          '{"nodes":[',group_concat(page_7.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"measure":',json_quote(figures_4.measure),
            ',"total":',CASE figures_4.total WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END,',"quantity":{"asPrinted":',json_quote(figures_4.quantity_as_printed),
            ',"low":',json_quote(CASE WHEN figures_4.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_4.quantity_low<0 THEN '-' ELSE '' END,abs(figures_4.quantity_low/10000),abs(figures_4.quantity_low%10000)),'0') ELSE cast(figures_4.quantity_low/10000 as text) END),
            ',"high":',json_quote(CASE WHEN figures_4.quantity_high%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_4.quantity_high<0 THEN '-' ELSE '' END,abs(figures_4.quantity_high/10000),abs(figures_4.quantity_high%10000)),'0') ELSE cast(figures_4.quantity_high/10000 as text) END),
            ',"unit":',json_quote(figures_4.quantity_unit),'},"citation":',coalesce((
              SELECT concat(
                '{"locator":',json_quote(citation_6.locator),'}') AS anon_3
              FROM citation AS citation_6
              WHERE citation_6.id = figures_4.citation_id
            ),'null'),'}') AS j0
          FROM discrepancyfigure AS figures_link_5
          JOIN figure AS figures_4 ON figures_4.id = figures_link_5.figure_id
          WHERE discrepancies_3.id = figures_link_5.discrepancy_id
          ORDER BY figures_link_5.figure_id
          LIMIT :p2
        ) AS page_7
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT discrepancies_1.id AS p0, discrepancies_1.kind AS k0, discrepancies_1.id AS k1
      FROM discrepancy AS discrepancies_1
      WHERE (discrepancies_1.kind IN (
        SELECT value
        FROM json_each(:p1)
      ))
      ORDER BY discrepancies_1.kind DESC, discrepancies_1.id
      LIMIT :p2
    ) AS keyed_2
    JOIN discrepancy AS discrepancies_3 ON discrepancies_3.id=keyed_2.p0
  ) AS page_8
) as blob) AS answer;
