-- fundingRounds
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_3.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"company":',coalesce((
        SELECT concat(
          '{"name":',coalesce(to_json(company_2.name)::text,'null'),'}') AS anon_2
        FROM organization AS company_2
        WHERE company_2.id = "fundingRounds_1".company_id AND company_2.type='COMPANY'
      ),'null'),
      ',"label":',coalesce(to_json("fundingRounds_1".label)::text,'null'),
      ',"amount":',CASE WHEN ("fundingRounds_1".amount_as_printed IS NOT NULL OR "fundingRounds_1".amount_qualifier IS NOT NULL OR "fundingRounds_1".amount_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json("fundingRounds_1".amount_as_printed)::text,'null'),
        ',"low":',coalesce('"'||trim_scale("fundingRounds_1".amount_low::numeric)::text||'"','null'),'}') ELSE 'null' END,
      ',"closed":',CASE WHEN ("fundingRounds_1".closed_as_printed IS NOT NULL OR "fundingRounds_1".closed_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',coalesce(to_json("fundingRounds_1".closed_as_printed)::text,'null'),'}') ELSE 'null' END,'}') AS j0
    FROM fundinground AS "fundingRounds_1"
    WHERE (("fundingRounds_1".amount_low>=($1::numeric)) AND ("fundingRounds_1".amount_currency=($2::text)) AND (("fundingRounds_1".closed_earliest>=($3::text::date)) OR ("fundingRounds_1".closed_latest>=($4::text::date))))
    ORDER BY "fundingRounds_1".id COLLATE "C"
    LIMIT ($5::bigint)
  ) AS page_3
),'UTF8') AS answer;
