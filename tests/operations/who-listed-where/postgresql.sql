-- institutions
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_13.j0,',' ORDER BY page_13.k0,page_13.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(institutions_3.name)::text,'null'),
      ',"listings":',(
        SELECT concat(
          '{"nodes":[',string_agg(page_12.j0,',' ORDER BY page_12.k0,page_12.k1),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"company":',coalesce((
              SELECT concat(
                '{"name":',coalesce(to_json(company_7.name)::text,'null'),'}') AS anon_3
              FROM organization AS company_7
              WHERE company_7.id = listings_6.company_id AND company_7.type='COMPANY'
            ),'null'),
            ',"listed":',CASE WHEN (listings_6.listed_as_printed IS NOT NULL OR listings_6.listed_precision IS NOT NULL) THEN concat(
              '{"asPrinted":',coalesce(to_json(listings_6.listed_as_printed)::text,'null'),
              ',"earliest":',coalesce('"'||listings_6.listed_earliest::text||'"','null'),
              ',"latest":',coalesce('"'||listings_6.listed_latest::text||'"','null'),'}') ELSE 'null' END,
            ',"claims":',(
              SELECT concat(
                '{"nodes":[',string_agg(page_11.j0,','),']}') AS anon_4
              FROM (
                SELECT concat(
                  '{"aspect":',coalesce(to_json(claims_8.aspect::text)::text,'null'),
                  ',"asPrinted":',coalesce(to_json(claims_8.as_printed)::text,'null'),
                  ',"citation":',coalesce((
                    SELECT concat(
                      '{"source":',coalesce((
                        SELECT concat(
                          '{"title":',coalesce(to_json(source_10.title)::text,'null'),'}') AS anon_6
                        FROM source AS source_10
                        WHERE source_10.id = citation_9.source_id
                      ),'null'),
                      ',"note":',coalesce(to_json(citation_9.note)::text,'null'),'}') AS anon_5
                    FROM citation AS citation_9
                    WHERE citation_9.id = claims_8.citation_id
                  ),'null'),'}') AS j0
                FROM claim AS claims_8
                WHERE listings_6.id = claims_8.listing_id
                ORDER BY claims_8.id COLLATE "C"
                LIMIT ($1::bigint)
              ) AS page_11
            ),'}') AS j0, keyed_5.k0 AS k0, keyed_5.k1 AS k1
          FROM (
            SELECT listings_4.id AS p0, listings_4.listed_earliest AS k0, listings_4.id COLLATE "C" AS k1
            FROM listing AS listings_4
            WHERE institutions_3.id = listings_4.exchange_id
            ORDER BY listings_4.listed_earliest, listings_4.id COLLATE "C"
            LIMIT ($1::bigint)
          ) AS keyed_5
          JOIN listing AS listings_6 ON listings_6.id=keyed_5.p0
        ) AS page_12
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT institutions_1.id AS p0, institutions_1.name COLLATE "C" AS k0, institutions_1.id COLLATE "C" AS k1
      FROM organization AS institutions_1
      WHERE institutions_1.type='INSTITUTION' AND (institutions_1.kind=($2::text))
      ORDER BY institutions_1.name COLLATE "C", institutions_1.id COLLATE "C"
      LIMIT ($1::bigint)
    ) AS keyed_2
    JOIN organization AS institutions_3 ON institutions_3.id=keyed_2.p0
  ) AS page_13
),'UTF8') AS answer;
