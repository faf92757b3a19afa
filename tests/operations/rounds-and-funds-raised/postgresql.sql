-- companies
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_9.j0,',' ORDER BY page_9.k0 DESC NULLS LAST,page_9.k1,page_9.k2),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(companies_5.name)::text,'null'),
      ',"fundsRaised":',coalesce((
        SELECT concat('{"quantity":{"asPrinted":',coalesce(to_json("fundsRaised_6".quantity_as_printed)::text,'null'),
          ',"low":',coalesce('"'||trim_scale("fundsRaised_6".quantity_low::numeric)::text||'"','null'),
          ',"high":',coalesce('"'||trim_scale("fundsRaised_6".quantity_high::numeric)::text||'"','null'),'}}') AS anon_2
        FROM figure AS "fundsRaised_6"
        WHERE companies_5.id = "fundsRaised_6".organization_id AND "fundsRaised_6".measure = 'FUNDS_RAISED' AND "fundsRaised_6".status = 'REPORTED' AND "fundsRaised_6".preferred IS true
        ORDER BY "fundsRaised_6".id
        LIMIT 1
      ),'null'),',"fundingRounds":{"aggregate":',(
        SELECT concat(
          '{"count":',coalesce(measured_8.m0::text,'null'),',"sum":{"amount":',CASE WHEN measured_8.m4 THEN concat(
            '{"asPrinted":',coalesce(to_json(CASE WHEN trim_scale(measured_8.m1::numeric)::text IS NULL AND trim_scale(measured_8.m2::numeric)::text IS NULL THEN '?' WHEN trim_scale(measured_8.m2::numeric)::text IS NULL THEN '>'||trim_scale(measured_8.m1::numeric)::text WHEN trim_scale(measured_8.m1::numeric)::text IS NULL THEN '<'||trim_scale(measured_8.m2::numeric)::text WHEN trim_scale(measured_8.m1::numeric)::text=trim_scale(measured_8.m2::numeric)::text THEN trim_scale(measured_8.m1::numeric)::text ELSE trim_scale(measured_8.m1::numeric)::text||'–'||trim_scale(measured_8.m2::numeric)::text END)::text,'null'),
            ',"low":',coalesce(to_json(trim_scale(measured_8.m1::numeric)::text)::text,'null'),
            ',"high":',coalesce(to_json(trim_scale(measured_8.m2::numeric)::text)::text,'null'),
            ',"currency":',coalesce(to_json(measured_8.m3)::text,'null'),'}') ELSE 'null' END,'}}') AS anon_3
        FROM (
          SELECT count(*) AS m0, CASE WHEN count("fundingRounds_7".amount_low)=count("fundingRounds_7".amount_as_printed) THEN sum("fundingRounds_7".amount_low) END AS m1, CASE WHEN count("fundingRounds_7".amount_high)=count("fundingRounds_7".amount_as_printed) THEN sum("fundingRounds_7".amount_high) END AS m2, min("fundingRounds_7".amount_currency) AS m3, min(CASE WHEN "fundingRounds_7".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_7".amount_unit,'')||'|'||coalesce("fundingRounds_7".amount_currency,'') END)=max(CASE WHEN "fundingRounds_7".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_7".amount_unit,'')||'|'||coalesce("fundingRounds_7".amount_currency,'') END) AS m4
          FROM fundinground AS "fundingRounds_7"
          WHERE companies_5.id = "fundingRounds_7".company_id
        ) AS measured_8
      ),'}}') AS j0, keyed_4.k0 AS k0, keyed_4.k1 AS k1, keyed_4.k2 AS k2
    FROM (
      SELECT companies_1.id AS p0, (
        SELECT CASE WHEN min(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END)=max(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END) THEN CASE WHEN count("fundingRounds_3".amount_low)=count("fundingRounds_3".amount_as_printed) THEN sum("fundingRounds_3".amount_low) END END AS anon_4
        FROM fundinground AS "fundingRounds_3"
        WHERE companies_1.id = "fundingRounds_3".company_id
      ) AS k0, companies_1.name COLLATE "C" AS k1, companies_1.id COLLATE "C" AS k2
      FROM organization AS companies_1
      WHERE companies_1.type='COMPANY' AND ((
        SELECT count(*) AS anon_5
        FROM fundinground AS "fundingRounds_2"
        WHERE companies_1.id = "fundingRounds_2".company_id
      )>($1::bigint))
      ORDER BY (
        SELECT CASE WHEN min(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END)=max(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END) THEN CASE WHEN count("fundingRounds_3".amount_low)=count("fundingRounds_3".amount_as_printed) THEN sum("fundingRounds_3".amount_low) END END AS anon_4
        FROM fundinground AS "fundingRounds_3"
        WHERE companies_1.id = "fundingRounds_3".company_id
      ) DESC NULLS LAST, companies_1.name COLLATE "C", companies_1.id COLLATE "C"
      LIMIT ($2::bigint)
    ) AS keyed_4
    JOIN organization AS companies_5 ON companies_5.id=keyed_4.p0
  ) AS page_9
),'UTF8') AS answer;
