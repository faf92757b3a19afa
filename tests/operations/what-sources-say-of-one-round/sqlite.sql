-- company
SELECT cast(coalesce((
  SELECT concat(
    '{"fundingRounds":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_9.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"label":',json_quote("fundingRounds_2".label),
          ',"amount":',CASE WHEN ("fundingRounds_2".amount_as_printed IS NOT NULL OR "fundingRounds_2".amount_qualifier IS NOT NULL OR "fundingRounds_2".amount_unit IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote("fundingRounds_2".amount_as_printed),
            ',"low":',json_quote(CASE WHEN "fundingRounds_2".amount_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN "fundingRounds_2".amount_low<0 THEN '-' ELSE '' END,abs("fundingRounds_2".amount_low/10000),abs("fundingRounds_2".amount_low%10000)),'0') ELSE cast("fundingRounds_2".amount_low/10000 as text) END),'}') ELSE 'null' END,
          ',"closed":',CASE WHEN ("fundingRounds_2".closed_as_printed IS NOT NULL OR "fundingRounds_2".closed_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote("fundingRounds_2".closed_as_printed),
            ',"earliest":',json_quote("fundingRounds_2".closed_earliest),
            ',"latest":',json_quote("fundingRounds_2".closed_latest),
            ',"precision":',json_quote("fundingRounds_2".closed_precision),'}') ELSE 'null' END,
          ',"citation":',coalesce((
            SELECT concat(
              '{"source":',coalesce((
                SELECT concat(
                  '{"title":',json_quote(source_4.title),
                  ',"kind":',json_quote(source_4.kind),'}') AS anon_4
                FROM source AS source_4
                WHERE source_4.id = citation_3.source_id
              ),'null'),
              ',"locator":',json_quote(citation_3.locator),
              ',"note":',json_quote(citation_3.note),'}') AS anon_3
            FROM citation AS citation_3
            WHERE citation_3.id = "fundingRounds_2".citation_id
          ),'null'),
          ',"claims":',(
            SELECT concat(
              '{"nodes":[',group_concat(page_8.j0,','),']}') AS anon_5
            FROM (
              SELECT concat(
                '{"aspect":',json_quote(claims_5.aspect),
                ',"asPrinted":',json_quote(claims_5.as_printed),
                ',"quantity":',CASE WHEN (claims_5.quantity_as_printed IS NOT NULL OR claims_5.quantity_qualifier IS NOT NULL OR claims_5.quantity_unit IS NOT NULL) THEN concat(
                  '{"low":',json_quote(CASE WHEN claims_5.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN claims_5.quantity_low<0 THEN '-' ELSE '' END,abs(claims_5.quantity_low/10000),abs(claims_5.quantity_low%10000)),'0') ELSE cast(claims_5.quantity_low/10000 as text) END),
                  ',"currency":',json_quote(claims_5.quantity_currency),'}') ELSE 'null' END,
                ',"date":',CASE WHEN (claims_5.date_as_printed IS NOT NULL OR claims_5.date_precision IS NOT NULL) THEN concat(
                  '{"earliest":',json_quote(claims_5.date_earliest),
                  ',"latest":',json_quote(claims_5.date_latest),'}') ELSE 'null' END,
                ',"citation":',coalesce((
                  SELECT concat(
                    '{"source":',coalesce((
                      SELECT concat(
                        '{"title":',json_quote(source_7.title),
                        ',"publisher":',json_quote(source_7.publisher),'}') AS anon_7
                      FROM source AS source_7
                      WHERE source_7.id = citation_6.source_id
                    ),'null'),
                    ',"note":',json_quote(citation_6.note),'}') AS anon_6
                  FROM citation AS citation_6
                  WHERE citation_6.id = claims_5.citation_id
                ),'null'),'}') AS j0
              FROM claim AS claims_5
              WHERE "fundingRounds_2".id = claims_5.funding_round_id
              ORDER BY claims_5.id
              LIMIT :p3
            ) AS page_8
          ),'}') AS j0
        FROM fundinground AS "fundingRounds_2"
        WHERE company_1.id = "fundingRounds_2".company_id AND ("fundingRounds_2".ordinal=:p2)
        ORDER BY "fundingRounds_2".id
        LIMIT :p3
      ) AS page_9
    ),'}') AS anon_1
  FROM organization AS company_1
  WHERE (company_1.slug=:p1) AND company_1.type='COMPANY'
),'null') as blob) AS answer;
