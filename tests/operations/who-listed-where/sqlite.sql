-- institutions
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_13.j0,',' ORDER BY page_13.k0,page_13.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',json_quote(institutions_3.name),
      ',"listings":',(
        SELECT concat(
          '{"nodes":[',group_concat(page_12.j0,',' ORDER BY page_12.k0 NULLS LAST,page_12.k1),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"company":',coalesce((
              SELECT concat(
                '{"name":',json_quote(company_7.name),'}') AS anon_3
              FROM organization AS company_7
              WHERE company_7.id = listings_6.company_id AND company_7.type='COMPANY'
            ),'null'),
            ',"listed":',CASE WHEN (listings_6.listed_as_printed IS NOT NULL OR listings_6.listed_precision IS NOT NULL) THEN concat(
              '{"asPrinted":',json_quote(listings_6.listed_as_printed),
              ',"earliest":',json_quote(listings_6.listed_earliest),
              ',"latest":',json_quote(listings_6.listed_latest),'}') ELSE 'null' END,
            ',"claims":',(
              SELECT concat(
                '{"nodes":[',group_concat(page_11.j0,','),']}') AS anon_4
              FROM (
                SELECT concat(
                  '{"aspect":',json_quote(claims_8.aspect),
                  ',"asPrinted":',json_quote(claims_8.as_printed),
                  ',"citation":',coalesce((
                    SELECT concat(
                      '{"source":',coalesce((
                        SELECT concat(
                          '{"title":',json_quote(source_10.title),'}') AS anon_6
                        FROM source AS source_10
                        WHERE source_10.id = citation_9.source_id
                      ),'null'),
                      ',"note":',json_quote(citation_9.note),'}') AS anon_5
                    FROM citation AS citation_9
                    WHERE citation_9.id = claims_8.citation_id
                  ),'null'),'}') AS j0
                FROM claim AS claims_8
                WHERE listings_6.id = claims_8.listing_id
                ORDER BY claims_8.id
                LIMIT :p2
              ) AS page_11
            ),'}') AS j0, keyed_5.k0 AS k0, keyed_5.k1 AS k1
          FROM (
            SELECT listings_4.id AS p0, listings_4.listed_earliest AS k0, listings_4.id AS k1
            FROM listing AS listings_4
            WHERE institutions_3.id = listings_4.exchange_id
            ORDER BY listings_4.listed_earliest NULLS LAST, listings_4.id
            LIMIT :p2
          ) AS keyed_5
          JOIN listing AS listings_6 ON listings_6.id=keyed_5.p0
        ) AS page_12
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT institutions_1.id AS p0, institutions_1.name AS k0, institutions_1.id AS k1
      FROM organization AS institutions_1
      WHERE institutions_1.type='INSTITUTION' AND (institutions_1.kind=:p1)
      ORDER BY institutions_1.name, institutions_1.id
      LIMIT :p2
    ) AS keyed_2
    JOIN organization AS institutions_3 ON institutions_3.id=keyed_2.p0
  ) AS page_13
) as blob) AS answer;
