-- acquisitions
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_10.j0,',' ORDER BY page_10.k0,page_10.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"acquirer":',coalesce((
        SELECT concat(
          '{"name":',coalesce(to_json(acquirer_4.name)::text,'null'),'}') AS anon_2
        FROM organization AS acquirer_4
        WHERE acquirer_4.id = acquisitions_3.acquirer_id AND acquirer_4.type='COMPANY'
      ),'null'),
      ',"scope":',coalesce(to_json(acquisitions_3.scope::text)::text,'null'),
      ',"targetText":',coalesce(to_json(acquisitions_3.target_text)::text,'null'),
      ',"target":',coalesce((
        SELECT concat(
          '{"name":',coalesce(to_json(target_5.name)::text,'null'),'}') AS anon_3
        FROM organization AS target_5
        WHERE target_5.id = acquisitions_3.target_id AND target_5.type='COMPANY'
      ),'null'),
      ',"closed":',CASE WHEN (acquisitions_3.closed_as_printed IS NOT NULL OR acquisitions_3.closed_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json(acquisitions_3.closed_as_printed)::text,'null'),
        ',"earliest":',coalesce('"'||acquisitions_3.closed_earliest::text||'"','null'),
        ',"latest":',coalesce('"'||acquisitions_3.closed_latest::text||'"','null'),'}') ELSE 'null' END,
      ',"price":',CASE WHEN (acquisitions_3.price_as_printed IS NOT NULL OR acquisitions_3.price_qualifier IS NOT NULL OR acquisitions_3.price_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json(acquisitions_3.price_as_printed)::text,'null'),'}') ELSE 'null' END,
      ',"citation":',coalesce((
        SELECT concat(
          '{"source":',coalesce((
            SELECT concat(
              '{"title":',coalesce(to_json(source_7.title)::text,'null'),'}') AS anon_5
            FROM source AS source_7
            WHERE source_7.id = citation_6.source_id
          ),'null'),'}') AS anon_4
        FROM citation AS citation_6
        WHERE citation_6.id = acquisitions_3.citation_id
      ),'null'),
      ',"claims":',(
        SELECT concat(
          '{"nodes":[',string_agg(page_9.j0,','),']}') AS anon_6
        FROM (
          SELECT concat(
            '{"asPrinted":',coalesce(to_json(claims_8.as_printed)::text,'null'),
            ',"quantity":',CASE WHEN (claims_8.quantity_as_printed IS NOT NULL OR claims_8.quantity_qualifier IS NOT NULL OR claims_8.quantity_unit IS NOT NULL) THEN concat(
              '{"low":',coalesce('"'||trim_scale(claims_8.quantity_low::numeric)::text||'"','null'),
              ',"currency":',coalesce(to_json(claims_8.quantity_currency)::text,'null'),'}') ELSE 'null' END,'}') AS j0
          FROM claim AS claims_8
          WHERE acquisitions_3.id = claims_8.acquisition_id AND (claims_8.aspect=($1::text))
          ORDER BY claims_8.id COLLATE "C"
          LIMIT ($2::bigint)
        ) AS page_9
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT acquisitions_1.id AS p0, acquisitions_1.closed_earliest AS k0, acquisitions_1.id COLLATE "C" AS k1
      FROM acquisition AS acquisitions_1
      ORDER BY acquisitions_1.closed_earliest, acquisitions_1.id COLLATE "C"
      LIMIT ($2::bigint)
    ) AS keyed_2
    JOIN acquisition AS acquisitions_3 ON acquisitions_3.id=keyed_2.p0
  ) AS page_10
),'UTF8') AS answer;
