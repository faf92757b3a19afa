-- company
SELECT convert_to(coalesce((
  SELECT concat(
    '{"fundingRounds":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_9.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"label":',coalesce(to_json("fundingRounds_2".label)::text,'null'),
          ',"amount":',CASE WHEN ("fundingRounds_2".amount_as_printed IS NOT NULL OR "fundingRounds_2".amount_qualifier IS NOT NULL OR "fundingRounds_2".amount_unit IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json("fundingRounds_2".amount_as_printed)::text,'null'),
            ',"low":',coalesce('"'||trim_scale("fundingRounds_2".amount_low::numeric)::text||'"','null'),'}') ELSE 'null' END,
          ',"closed":',CASE WHEN ("fundingRounds_2".closed_as_printed IS NOT NULL OR "fundingRounds_2".closed_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json("fundingRounds_2".closed_as_printed)::text,'null'),
            ',"earliest":',coalesce('"'||"fundingRounds_2".closed_earliest::text||'"','null'),
            ',"latest":',coalesce('"'||"fundingRounds_2".closed_latest::text||'"','null'),
            ',"precision":',coalesce(to_json("fundingRounds_2".closed_precision::text)::text,'null'),'}') ELSE 'null' END,
          ',"citation":',coalesce((
            SELECT concat(
              '{"source":',coalesce((
                SELECT concat(
                  '{"title":',coalesce(to_json(source_4.title)::text,'null'),
                  ',"kind":',coalesce(to_json(source_4.kind::text)::text,'null'),'}') AS anon_4
                FROM source AS source_4
                WHERE source_4.id = citation_3.source_id
              ),'null'),
              ',"locator":',coalesce(to_json(citation_3.locator)::text,'null'),
              ',"note":',coalesce(to_json(citation_3.note)::text,'null'),'}') AS anon_3
            FROM citation AS citation_3
            WHERE citation_3.id = "fundingRounds_2".citation_id
          ),'null'),
          ',"claims":',(
            SELECT concat(
              '{"nodes":[',string_agg(page_8.j0,','),']}') AS anon_5
            FROM (
              SELECT concat(
                '{"aspect":',coalesce(to_json(claims_5.aspect::text)::text,'null'),
                ',"asPrinted":',coalesce(to_json(claims_5.as_printed)::text,'null'),
                ',"quantity":',CASE WHEN (claims_5.quantity_as_printed IS NOT NULL OR claims_5.quantity_qualifier IS NOT NULL OR claims_5.quantity_unit IS NOT NULL) THEN concat(
                  '{"low":',coalesce('"'||trim_scale(claims_5.quantity_low::numeric)::text||'"','null'),
                  ',"currency":',coalesce(to_json(claims_5.quantity_currency)::text,'null'),'}') ELSE 'null' END,
                ',"date":',CASE WHEN (claims_5.date_as_printed IS NOT NULL OR claims_5.date_precision IS NOT NULL) THEN concat(
                  '{"earliest":',coalesce('"'||claims_5.date_earliest::text||'"','null'),
                  ',"latest":',coalesce('"'||claims_5.date_latest::text||'"','null'),'}') ELSE 'null' END,
                ',"citation":',coalesce((
                  SELECT concat(
                    '{"source":',coalesce((
                      SELECT concat(
                        '{"title":',coalesce(to_json(source_7.title)::text,'null'),
                        ',"publisher":',coalesce(to_json(source_7.publisher)::text,'null'),'}') AS anon_7
                      FROM source AS source_7
                      WHERE source_7.id = citation_6.source_id
                    ),'null'),
                    ',"note":',coalesce(to_json(citation_6.note)::text,'null'),'}') AS anon_6
                  FROM citation AS citation_6
                  WHERE citation_6.id = claims_5.citation_id
                ),'null'),'}') AS j0
              FROM claim AS claims_5
              WHERE "fundingRounds_2".id = claims_5.funding_round_id
              ORDER BY claims_5.id COLLATE "C"
              LIMIT ($1::bigint)
            ) AS page_8
          ),'}') AS j0
        FROM fundinground AS "fundingRounds_2"
        WHERE company_1.id = "fundingRounds_2".company_id AND ("fundingRounds_2".ordinal=($2::bigint))
        ORDER BY "fundingRounds_2".id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_9
    ),'}') AS anon_1
  FROM organization AS company_1
  WHERE (company_1.slug=($3::text)) AND company_1.type='COMPANY'
),'null'),'UTF8') AS answer;
