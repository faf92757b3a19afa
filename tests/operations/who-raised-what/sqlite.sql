-- fundingRounds
SELECT cast((
  SELECT concat(
    '{"totalCount":',(
      SELECT count(*) AS count_1
      FROM fundinground AS "fundingRounds_12"
    ),
    ',"nodes":[',group_concat(page_11.j0,',' ORDER BY page_11.k0 DESC,page_11.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"company":',coalesce((
        SELECT concat(
          '{"name":',json_quote(company_4.name),'}') AS anon_2
        FROM organization AS company_4
        WHERE company_4.id = "fundingRounds_3".company_id AND company_4.type='COMPANY'
      ),'null'),
      ',"label":',json_quote("fundingRounds_3".label),
      ',"amount":',CASE WHEN ("fundingRounds_3".amount_as_printed IS NOT NULL OR "fundingRounds_3".amount_qualifier IS NOT NULL OR "fundingRounds_3".amount_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote("fundingRounds_3".amount_as_printed),
        ',"low":',json_quote(CASE WHEN "fundingRounds_3".amount_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN "fundingRounds_3".amount_low<0 THEN '-' ELSE '' END,abs("fundingRounds_3".amount_low/10000),abs("fundingRounds_3".amount_low%10000)),'0') ELSE cast("fundingRounds_3".amount_low/10000 as text) END),
        ',"high":',json_quote(CASE WHEN "fundingRounds_3".amount_high%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN "fundingRounds_3".amount_high<0 THEN '-' ELSE '' END,abs("fundingRounds_3".amount_high/10000),abs("fundingRounds_3".amount_high%10000)),'0') ELSE cast("fundingRounds_3".amount_high/10000 as text) END),
        ',"currency":',json_quote("fundingRounds_3".amount_currency),'}') ELSE 'null' END,
      ',"closed":',CASE WHEN ("fundingRounds_3".closed_as_printed IS NOT NULL OR "fundingRounds_3".closed_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote("fundingRounds_3".closed_as_printed),
        ',"earliest":',json_quote("fundingRounds_3".closed_earliest),
        ',"latest":',json_quote("fundingRounds_3".closed_latest),'}') ELSE 'null' END,
      ',"investors":',(
        SELECT concat(
          '{"nodes":[',group_concat(page_10.j0,',' ORDER BY page_10.k0,page_10.k1),']}') AS anon_3
        FROM (
          SELECT concat(
            '{"__typename":',CASE WHEN organizations_8.type='UNIVERSITY' THEN '"University"' WHEN organizations_8.type='COMPANY' THEN '"Company"' ELSE '"Institution"' END,
            ',"name":',json_quote(organizations_8.name),'}') AS j0, keyed_7.k0 AS k0, keyed_7.k1 AS k1
          FROM (
            SELECT investors_5.id AS p0, investors_link_6.funding_round_id AS q0, investors_link_6.organization_id AS q1, investors_5.name AS k0, investors_link_6.organization_id AS k1
            FROM investment AS investors_link_6
            JOIN organization AS investors_5 ON investors_5.id = investors_link_6.organization_id
            WHERE "fundingRounds_3".id = investors_link_6.funding_round_id
            ORDER BY investors_5.name, investors_link_6.organization_id
            LIMIT :p1
          ) AS keyed_7
          JOIN organization AS organizations_8 ON organizations_8.id=keyed_7.p0
          JOIN investment AS link_9 ON link_9.funding_round_id=keyed_7.q0 AND link_9.organization_id=keyed_7.q1
        ) AS page_10
      ),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT "fundingRounds_1".id AS p0, "fundingRounds_1".amount_low AS k0, "fundingRounds_1".id AS k1
      FROM fundinground AS "fundingRounds_1"
      ORDER BY "fundingRounds_1".amount_low DESC, "fundingRounds_1".id
      LIMIT :p1
    ) AS keyed_2
    JOIN fundinground AS "fundingRounds_3" ON "fundingRounds_3".id=keyed_2.p0
  ) AS page_11
) as blob) AS answer;
