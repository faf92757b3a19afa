-- discrepancies
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_8.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"kind":',coalesce(to_json(discrepancies_1.kind::text)::text,'null'),
      ',"text":',coalesce(to_json(discrepancies_1.text)::text,'null'),
      ',"printed":',coalesce(to_json(discrepancies_1.printed)::text,'null'),
      ',"citation":',coalesce((
        SELECT concat(
          '{"locator":',coalesce(to_json(citation_2.locator)::text,'null'),'}') AS anon_2
        FROM citation AS citation_2
        WHERE citation_2.id = discrepancies_1.citation_id
      ),'null'),
      ',"figures":',(
        SELECT concat(
          '{"nodes":[',string_agg(page_7.j0,','),']}') AS anon_3
        FROM (
          SELECT concat(
            '{"measure":',coalesce(to_json(figures_3.measure::text)::text,'null'),
            ',"scopeNote":',coalesce(to_json(figures_3.scope_note)::text,'null'),
            ',"period":',CASE WHEN (figures_3.period_as_printed IS NOT NULL OR figures_3.period_precision IS NOT NULL) THEN concat(
              '{"asPrinted":',coalesce(to_json(figures_3.period_as_printed)::text,'null'),'}') ELSE 'null' END,
            ',"place":',coalesce((
              SELECT concat(
                '{"name":',coalesce(to_json(place_5.name)::text,'null'),'}') AS anon_4
              FROM place AS place_5
              WHERE place_5.id = figures_3.place_id
            ),'null'),
            ',"group":',coalesce((
              SELECT concat(
                '{"label":',coalesce(to_json(group_6.label)::text,'null'),'}') AS anon_5
              FROM "group" AS group_6
              WHERE group_6.id = figures_3.group_id
            ),'null'),'}') AS j0
          FROM discrepancyfigure AS figures_link_4
          JOIN figure AS figures_3 ON figures_3.id = figures_link_4.figure_id
          WHERE discrepancies_1.id = figures_link_4.discrepancy_id
          ORDER BY figures_link_4.figure_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_7
      ),'}') AS j0
    FROM discrepancy AS discrepancies_1
    WHERE (discrepancies_1.kind=ANY(($2::text[])))
    ORDER BY discrepancies_1.id COLLATE "C"
    LIMIT ($1::bigint)
  ) AS page_8
),'UTF8') AS answer;
