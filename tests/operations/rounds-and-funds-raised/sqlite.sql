-- companies
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_9.j0,',' ORDER BY page_9.k0 DESC,page_9.k1,page_9.k2),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',json_quote(companies_5.name),
      ',"fundsRaised":',coalesce((
        SELECT concat('{"quantity":{"asPrinted":',json_quote("fundsRaised_6".quantity_as_printed),
          ',"low":',json_quote(CASE WHEN "fundsRaised_6".quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN "fundsRaised_6".quantity_low<0 THEN '-' ELSE '' END,abs("fundsRaised_6".quantity_low/10000),abs("fundsRaised_6".quantity_low%10000)),'0') ELSE cast("fundsRaised_6".quantity_low/10000 as text) END),
          ',"high":',json_quote(CASE WHEN "fundsRaised_6".quantity_high%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN "fundsRaised_6".quantity_high<0 THEN '-' ELSE '' END,abs("fundsRaised_6".quantity_high/10000),abs("fundsRaised_6".quantity_high%10000)),'0') ELSE cast("fundsRaised_6".quantity_high/10000 as text) END),'}}') AS anon_2
        FROM figure AS "fundsRaised_6"
        WHERE companies_5.id = "fundsRaised_6".organization_id AND "fundsRaised_6".measure = 'FUNDS_RAISED' AND "fundsRaised_6".status = 'REPORTED' AND "fundsRaised_6".preferred IS 1
        ORDER BY "fundsRaised_6".id
        LIMIT 1
      ),'null'),',"fundingRounds":{"aggregate":',(
        SELECT concat(
          '{"count":',coalesce(measured_8.m0,'null'),',"sum":{"amount":',CASE WHEN measured_8.m6 THEN concat(
            '{"asPrinted":',json_quote(CASE WHEN graph_sum(measured_8.m1,measured_8.m2,4) IS NULL AND graph_sum(measured_8.m3,measured_8.m4,4) IS NULL THEN '?' WHEN graph_sum(measured_8.m3,measured_8.m4,4) IS NULL THEN '>'||graph_sum(measured_8.m1,measured_8.m2,4) WHEN graph_sum(measured_8.m1,measured_8.m2,4) IS NULL THEN '<'||graph_sum(measured_8.m3,measured_8.m4,4) WHEN graph_sum(measured_8.m1,measured_8.m2,4)=graph_sum(measured_8.m3,measured_8.m4,4) THEN graph_sum(measured_8.m1,measured_8.m2,4) ELSE graph_sum(measured_8.m1,measured_8.m2,4)||'–'||graph_sum(measured_8.m3,measured_8.m4,4) END),
            ',"low":',json_quote(graph_sum(measured_8.m1,measured_8.m2,4)),
            ',"high":',json_quote(graph_sum(measured_8.m3,measured_8.m4,4)),
            ',"currency":',json_quote(measured_8.m5),'}') ELSE 'null' END,'}}') AS anon_3
        FROM (
          SELECT count(*) AS m0, CASE WHEN count("fundingRounds_7".amount_low)=count("fundingRounds_7".amount_as_printed) THEN sum("fundingRounds_7".amount_low>>32) END AS m1, CASE WHEN count("fundingRounds_7".amount_low)=count("fundingRounds_7".amount_as_printed) THEN sum("fundingRounds_7".amount_low&4294967295) END AS m2, CASE WHEN count("fundingRounds_7".amount_high)=count("fundingRounds_7".amount_as_printed) THEN sum("fundingRounds_7".amount_high>>32) END AS m3, CASE WHEN count("fundingRounds_7".amount_high)=count("fundingRounds_7".amount_as_printed) THEN sum("fundingRounds_7".amount_high&4294967295) END AS m4, min("fundingRounds_7".amount_currency) AS m5, min(CASE WHEN "fundingRounds_7".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_7".amount_unit,'')||'|'||coalesce("fundingRounds_7".amount_currency,'') END)=max(CASE WHEN "fundingRounds_7".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_7".amount_unit,'')||'|'||coalesce("fundingRounds_7".amount_currency,'') END) AS m6
          FROM fundinground AS "fundingRounds_7"
          WHERE companies_5.id = "fundingRounds_7".company_id
        ) AS measured_8
      ),'}}') AS j0, keyed_4.k0 AS k0, keyed_4.k1 AS k1, keyed_4.k2 AS k2
    FROM (
      SELECT companies_1.id AS p0, (
        SELECT CASE WHEN min(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END)=max(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END) THEN CASE WHEN count("fundingRounds_3".amount_low)=count("fundingRounds_3".amount_as_printed) THEN CASE WHEN abs(total("fundingRounds_3".amount_low))<9e18 THEN sum("fundingRounds_3".amount_low>>32)*4294967296+sum("fundingRounds_3".amount_low&4294967295) ELSE total("fundingRounds_3".amount_low) END END END AS anon_4
        FROM fundinground AS "fundingRounds_3"
        WHERE companies_1.id = "fundingRounds_3".company_id
      ) AS k0, companies_1.name AS k1, companies_1.id AS k2
      FROM organization AS companies_1
      WHERE companies_1.type='COMPANY' AND ((
        SELECT count(*) AS anon_5
        FROM fundinground AS "fundingRounds_2"
        WHERE companies_1.id = "fundingRounds_2".company_id
      )>:p1)
      ORDER BY (
        SELECT CASE WHEN min(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END)=max(CASE WHEN "fundingRounds_3".amount_as_printed IS NOT NULL THEN coalesce("fundingRounds_3".amount_unit,'')||'|'||coalesce("fundingRounds_3".amount_currency,'') END) THEN CASE WHEN count("fundingRounds_3".amount_low)=count("fundingRounds_3".amount_as_printed) THEN CASE WHEN abs(total("fundingRounds_3".amount_low))<9e18 THEN sum("fundingRounds_3".amount_low>>32)*4294967296+sum("fundingRounds_3".amount_low&4294967295) ELSE total("fundingRounds_3".amount_low) END END END AS anon_4
        FROM fundinground AS "fundingRounds_3"
        WHERE companies_1.id = "fundingRounds_3".company_id
      ) DESC, companies_1.name, companies_1.id
      LIMIT :p2
    ) AS keyed_4
    JOIN organization AS companies_5 ON companies_5.id=keyed_4.p0
  ) AS page_9
) as blob) AS answer;
