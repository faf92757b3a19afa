-- place
SELECT convert_to(coalesce((
  SELECT concat(
    '{"name":',coalesce(to_json(place_1.name)::text,'null'),
    ',"isoCode":',coalesce(to_json(place_1.iso_code)::text,'null'),
    ',"parent":',coalesce((
      SELECT concat(
        '{"name":',coalesce(to_json(parent_2.name)::text,'null'),
        ',"claims":',(
          SELECT concat(
            '{"nodes":[',string_agg(page_5.j0,','),']}') AS anon_3
          FROM (
            SELECT concat(
              '{"aspect":',coalesce(to_json(claims_3.aspect::text)::text,'null'),
              ',"asPrinted":',coalesce(to_json(claims_3.as_printed)::text,'null'),
              ',"citation":',coalesce((
                SELECT concat(
                  '{"note":',coalesce(to_json(citation_4.note)::text,'null'),'}') AS anon_4
                FROM citation AS citation_4
                WHERE citation_4.id = claims_3.citation_id
              ),'null'),'}') AS j0
            FROM claim AS claims_3
            WHERE parent_2.id = claims_3.place_id
            ORDER BY claims_3.id COLLATE "C"
            LIMIT ($1::bigint)
          ) AS page_5
        ),'}') AS anon_2
      FROM place AS parent_2
      WHERE parent_2.id = place_1.parent_id
    ),'null'),
    ',"figures":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_12.j0,',' ORDER BY page_12.k0,page_12.k1),']}') AS anon_5
      FROM (
        SELECT concat(
          '{"measure":',coalesce(to_json(figures_8.measure::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_8.quantity_as_printed)::text,'null'),
          ',"low":',coalesce('"'||trim_scale(figures_8.quantity_low::numeric)::text||'"','null'),
          ',"high":',coalesce('"'||trim_scale(figures_8.quantity_high::numeric)::text||'"','null'),
          ',"qualifier":',coalesce(to_json(figures_8.quantity_qualifier::text)::text,'null'),
          ',"unit":',coalesce(to_json(figures_8.quantity_unit)::text,'null'),'},"period":',CASE WHEN (figures_8.period_as_printed IS NOT NULL OR figures_8.period_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json(figures_8.period_as_printed)::text,'null'),
            ',"earliest":',coalesce('"'||figures_8.period_earliest::text||'"','null'),
            ',"latest":',coalesce('"'||figures_8.period_latest::text||'"','null'),'}') ELSE 'null' END,
          ',"scopeNote":',coalesce(to_json(figures_8.scope_note)::text,'null'),
          ',"discrepancies":',(
            SELECT concat(
              '{"nodes":[',string_agg(page_11.j0,','),']}') AS anon_6
            FROM (
              SELECT concat(
                '{"kind":',coalesce(to_json(discrepancies_9.kind::text)::text,'null'),
                ',"text":',coalesce(to_json(discrepancies_9.text)::text,'null'),'}') AS j0
              FROM discrepancyfigure AS discrepancies_link_10
              JOIN discrepancy AS discrepancies_9 ON discrepancies_9.id = discrepancies_link_10.discrepancy_id
              WHERE figures_8.id = discrepancies_link_10.figure_id
              ORDER BY discrepancies_link_10.discrepancy_id COLLATE "C"
              LIMIT ($1::bigint)
            ) AS page_11
          ),'}') AS j0, keyed_7.k0 AS k0, keyed_7.k1 AS k1
        FROM (
          SELECT figures_6.id AS p0, figures_6.measure::text COLLATE "C" AS k0, figures_6.id COLLATE "C" AS k1
          FROM figure AS figures_6
          WHERE place_1.id = figures_6.place_id
          ORDER BY figures_6.measure::text COLLATE "C", figures_6.id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS keyed_7
        JOIN figure AS figures_8 ON figures_8.id=keyed_7.p0
      ) AS page_12
    ),'}') AS anon_1
  FROM place AS place_1
  WHERE (place_1.slug=($2::text))
),'null'),'UTF8') AS answer;
