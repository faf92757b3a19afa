-- acquisitions
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_10.j0,',' ORDER BY page_10.k0 NULLS LAST,page_10.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"acquirer":',coalesce((
        SELECT concat(
          '{"name":',json_quote(acquirer_4.name),'}') AS anon_2
        FROM organization AS acquirer_4
        WHERE acquirer_4.id = acquisitions_3.acquirer_id AND acquirer_4.type='COMPANY'
      ),'null'),
      ',"scope":',json_quote(acquisitions_3.scope),
      ',"targetText":',json_quote(acquisitions_3.target_text),
      ',"target":',coalesce((
        SELECT concat(
          '{"name":',json_quote(target_5.name),'}') AS anon_3
        FROM organization AS target_5
        WHERE target_5.id = acquisitions_3.target_id AND target_5.type='COMPANY'
      ),'null'),
      ',"closed":',CASE WHEN (acquisitions_3.closed_as_printed IS NOT NULL OR acquisitions_3.closed_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote(acquisitions_3.closed_as_printed),
        ',"earliest":',json_quote(acquisitions_3.closed_earliest),
        ',"latest":',json_quote(acquisitions_3.closed_latest),'}') ELSE 'null' END,
      ',"price":',CASE WHEN (acquisitions_3.price_as_printed IS NOT NULL OR acquisitions_3.price_qualifier IS NOT NULL OR acquisitions_3.price_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote(acquisitions_3.price_as_printed),'}') ELSE 'null' END,
      ',"citation":',coalesce((
        SELECT concat(
          '{"source":',coalesce((
            SELECT concat(
              '{"title":',json_quote(source_7.title),'}') AS anon_5
            FROM source AS source_7
            WHERE source_7.id = citation_6.source_id
          ),'null'),'}') AS anon_4
        FROM citation AS citation_6
        WHERE citation_6.id = acquisitions_3.citation_id
      ),'null'),
      ',"claims":',(
        SELECT concat(
          '{"nodes":[',group_concat(page_9.j0,','),']}') AS anon_6
        FROM (
          SELECT concat(
            '{"asPrinted":',json_quote(claims_8.as_printed),
            ',"quantity":',CASE WHEN (claims_8.quantity_as_printed IS NOT NULL OR claims_8.quantity_qualifier IS NOT NULL OR claims_8.quantity_unit IS NOT NULL) THEN concat(
              '{"low":',json_quote(CASE WHEN claims_8.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN claims_8.quantity_low<0 THEN '-' ELSE '' END,abs(claims_8.quantity_low/10000),abs(claims_8.quantity_low%10000)),'0') ELSE cast(claims_8.quantity_low/10000 as text) END),
              ',"currency":',json_quote(claims_8.quantity_currency),'}') ELSE 'null' END,'}') AS j0
          FROM claim AS claims_8
          WHERE acquisitions_3.id = claims_8.acquisition_id AND (claims_8.aspect=:p2)
          ORDER BY claims_8.id
          LIMIT :p1
        ) AS page_9
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT acquisitions_1.id AS p0, acquisitions_1.closed_earliest AS k0, acquisitions_1.id AS k1
      FROM acquisition AS acquisitions_1
      ORDER BY acquisitions_1.closed_earliest NULLS LAST, acquisitions_1.id
      LIMIT :p1
    ) AS keyed_2
    JOIN acquisition AS acquisitions_3 ON acquisitions_3.id=keyed_2.p0
  ) AS page_10
) as blob) AS answer;
