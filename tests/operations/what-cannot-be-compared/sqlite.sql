-- discrepancies
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_8.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"kind":',json_quote(discrepancies_1.kind),
      ',"text":',json_quote(discrepancies_1.text),
      ',"printed":',json_quote(discrepancies_1.printed),
      ',"citation":',coalesce((
        SELECT concat(
          '{"locator":',json_quote(citation_2.locator),'}') AS anon_2
        FROM citation AS citation_2
        WHERE citation_2.id = discrepancies_1.citation_id
      ),'null'),
      ',"figures":',(
        SELECT concat(
          '{"nodes":[',group_concat(page_7.j0,','),']}') AS anon_3
        FROM (
          SELECT concat(
            '{"measure":',json_quote(figures_3.measure),
            ',"scopeNote":',json_quote(figures_3.scope_note),
            ',"period":',CASE WHEN (figures_3.period_as_printed IS NOT NULL OR figures_3.period_precision IS NOT NULL) THEN concat(
              '{"asPrinted":',json_quote(figures_3.period_as_printed),'}') ELSE 'null' END,
            ',"place":',coalesce((
              SELECT concat(
                '{"name":',json_quote(place_5.name),'}') AS anon_4
              FROM place AS place_5
              WHERE place_5.id = figures_3.place_id
            ),'null'),
            ',"group":',coalesce((
              SELECT concat(
                '{"label":',json_quote(group_6.label),'}') AS anon_5
              FROM "group" AS group_6
              WHERE group_6.id = figures_3.group_id
            ),'null'),'}') AS j0
          FROM discrepancyfigure AS figures_link_4
          JOIN figure AS figures_3 ON figures_3.id = figures_link_4.figure_id
          WHERE discrepancies_1.id = figures_link_4.discrepancy_id
          ORDER BY figures_link_4.figure_id
          LIMIT :p2
        ) AS page_7
      ),'}') AS j0
    FROM discrepancy AS discrepancies_1
    WHERE (discrepancies_1.kind IN (
      SELECT value
      FROM json_each(:p1)
    ))
    ORDER BY discrepancies_1.id
    LIMIT :p2
  ) AS page_8
) as blob) AS answer;
