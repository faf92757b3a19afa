-- place
SELECT cast(coalesce((
  SELECT concat(
    '{"name":',json_quote(place_1.name),
    ',"isoCode":',json_quote(place_1.iso_code),
    ',"parent":',coalesce((
      SELECT concat(
        '{"name":',json_quote(parent_2.name),
        ',"claims":',(
          SELECT concat(
            '{"nodes":[',group_concat(page_5.j0,','),']}') AS anon_3
          FROM (
            SELECT concat(
              '{"aspect":',json_quote(claims_3.aspect),
              ',"asPrinted":',json_quote(claims_3.as_printed),
              ',"citation":',coalesce((
                SELECT concat(
                  '{"note":',json_quote(citation_4.note),'}') AS anon_4
                FROM citation AS citation_4
                WHERE citation_4.id = claims_3.citation_id
              ),'null'),'}') AS j0
            FROM claim AS claims_3
            WHERE parent_2.id = claims_3.place_id
            ORDER BY claims_3.id
            LIMIT :p2
          ) AS page_5
        ),'}') AS anon_2
      FROM place AS parent_2
      WHERE parent_2.id = place_1.parent_id
    ),'null'),
    ',"figures":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_12.j0,',' ORDER BY page_12.k0,page_12.k1),']}') AS anon_5
      FROM (
        SELECT concat(
          '{"measure":',json_quote(figures_8.measure),',"quantity":{"asPrinted":',json_quote(figures_8.quantity_as_printed),
          ',"low":',json_quote(CASE WHEN figures_8.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_8.quantity_low<0 THEN '-' ELSE '' END,abs(figures_8.quantity_low/10000),abs(figures_8.quantity_low%10000)),'0') ELSE cast(figures_8.quantity_low/10000 as text) END),
          ',"high":',json_quote(CASE WHEN figures_8.quantity_high%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_8.quantity_high<0 THEN '-' ELSE '' END,abs(figures_8.quantity_high/10000),abs(figures_8.quantity_high%10000)),'0') ELSE cast(figures_8.quantity_high/10000 as text) END),
          ',"qualifier":',json_quote(figures_8.quantity_qualifier),
          ',"unit":',json_quote(figures_8.quantity_unit),'},"period":',CASE WHEN (figures_8.period_as_printed IS NOT NULL OR figures_8.period_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote(figures_8.period_as_printed),
            ',"earliest":',json_quote(figures_8.period_earliest),
            ',"latest":',json_quote(figures_8.period_latest),'}') ELSE 'null' END,
          ',"scopeNote":',json_quote(figures_8.scope_note),
          ',"discrepancies":',(
            SELECT concat(
              '{"nodes":[',group_concat(page_11.j0,','),']}') AS anon_6
            FROM (
              SELECT concat(
                '{"kind":',json_quote(discrepancies_9.kind),
                ',"text":',json_quote(discrepancies_9.text),'}') AS j0
              FROM discrepancyfigure AS discrepancies_link_10
              JOIN discrepancy AS discrepancies_9 ON discrepancies_9.id = discrepancies_link_10.discrepancy_id
              WHERE figures_8.id = discrepancies_link_10.figure_id
              ORDER BY discrepancies_link_10.discrepancy_id
              LIMIT :p2
            ) AS page_11
          ),'}') AS j0, keyed_7.k0 AS k0, keyed_7.k1 AS k1
        FROM (
          SELECT figures_6.id AS p0, figures_6.measure AS k0, figures_6.id AS k1
          FROM figure AS figures_6
          WHERE place_1.id = figures_6.place_id
          ORDER BY figures_6.measure, figures_6.id
          LIMIT :p2
        ) AS keyed_7
        JOIN figure AS figures_8 ON figures_8.id=keyed_7.p0
      ) AS page_12
    ),'}') AS anon_1
  FROM place AS place_1
  WHERE (place_1.slug=:p1)
),'null') as blob) AS answer;
