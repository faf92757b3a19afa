-- fundingRounds
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_3.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"company":',coalesce((
        SELECT concat(
          '{"name":',json_quote(company_2.name),'}') AS anon_2
        FROM organization AS company_2
        WHERE company_2.id = "fundingRounds_1".company_id AND company_2.type='COMPANY'
      ),'null'),
      ',"label":',json_quote("fundingRounds_1".label),
      ',"amount":',CASE WHEN ("fundingRounds_1".amount_as_printed IS NOT NULL OR "fundingRounds_1".amount_qualifier IS NOT NULL OR "fundingRounds_1".amount_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote("fundingRounds_1".amount_as_printed),
        ',"low":',json_quote(CASE WHEN "fundingRounds_1".amount_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN "fundingRounds_1".amount_low<0 THEN '-' ELSE '' END,abs("fundingRounds_1".amount_low/10000),abs("fundingRounds_1".amount_low%10000)),'0') ELSE cast("fundingRounds_1".amount_low/10000 as text) END),'}') ELSE 'null' END,
      ',"closed":',CASE WHEN ("fundingRounds_1".closed_as_printed IS NOT NULL OR "fundingRounds_1".closed_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote("fundingRounds_1".closed_as_printed),'}') ELSE 'null' END,'}') AS j0
    FROM fundinground AS "fundingRounds_1"
    WHERE (("fundingRounds_1".amount_low>=:p1) AND ("fundingRounds_1".amount_currency=:p2) AND (("fundingRounds_1".closed_earliest>=:p3) OR ("fundingRounds_1".closed_latest>=:p4)))
    ORDER BY "fundingRounds_1".id
    LIMIT :p5
  ) AS page_3
) as blob) AS answer;
