-- added
SELECT convert_to(concat(
  '{"aggregate":',(
    SELECT concat(
      '{"count":',coalesce(measured_7.m0::text,'null'),',"sum":{"quantity":',CASE WHEN measured_7.m5 THEN concat(
        '{"asPrinted":',coalesce(to_json(CASE WHEN trim_scale(measured_7.m1::numeric)::text IS NULL AND trim_scale(measured_7.m2::numeric)::text IS NULL THEN '?' WHEN trim_scale(measured_7.m2::numeric)::text IS NULL THEN '>'||trim_scale(measured_7.m1::numeric)::text WHEN trim_scale(measured_7.m1::numeric)::text IS NULL THEN '<'||trim_scale(measured_7.m2::numeric)::text WHEN trim_scale(measured_7.m1::numeric)::text=trim_scale(measured_7.m2::numeric)::text THEN trim_scale(measured_7.m1::numeric)::text ELSE trim_scale(measured_7.m1::numeric)::text||'–'||trim_scale(measured_7.m2::numeric)::text END)::text,'null'),
        ',"low":',coalesce(to_json(trim_scale(measured_7.m1::numeric)::text)::text,'null'),
        ',"high":',coalesce(to_json(trim_scale(measured_7.m2::numeric)::text)::text,'null'),
        ',"qualifier":',coalesce(to_json(CASE WHEN measured_7.m1 IS NULL AND measured_7.m2 IS NULL THEN 'UNKNOWN' WHEN measured_7.m2 IS NULL THEN 'MORE_THAN' WHEN measured_7.m1 IS NULL THEN 'LESS_THAN' WHEN measured_7.m3=0 THEN 'EXACT' ELSE 'ABOUT' END)::text,'null'),
        ',"currency":',coalesce(to_json(measured_7.m4)::text,'null'),'}') ELSE 'null' END,'}}') AS anon_1
    FROM (
      SELECT count(*) AS m0, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low) END AS m1, CASE WHEN count(figures_1.quantity_high)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_high) END AS m2, count(CASE WHEN figures_1.quantity_qualifier<>'EXACT' THEN 1 END) AS m3, min(figures_1.quantity_currency) AS m4, min(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END)=max(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END) AS m5
      FROM figure AS figures_1
      WHERE (((figures_1.organization_id IN (
        SELECT organization_2.id
        FROM organization AS organization_2
        WHERE (organization_2.id IN (
          SELECT groups_link_4.organization_id
          FROM membership AS groups_link_4
          JOIN "group" AS groups_3 ON groups_3.id = groups_link_4.group_id
          WHERE (groups_3.slug=($1::text))
        ))
      )) OR (figures_1.group_id IN (
        SELECT group_5.id
        FROM "group" AS group_5
        WHERE (group_5.subset_of_id IN (
          SELECT "subsetOf_6".id
          FROM "group" AS "subsetOf_6"
          WHERE ("subsetOf_6".slug=($1::text))
        ))
      ))) AND (figures_1.measure=($2::text)) AND (figures_1.preferred=($3::boolean)))
    ) AS measured_7
  ),'}'),'UTF8') AS answer;

-- printed
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_5.j0,','),']}') AS anon_1
  FROM (
    SELECT concat('{"quantity":{"asPrinted":',coalesce(to_json(figures_1.quantity_as_printed)::text,'null'),
      ',"low":',coalesce('"'||trim_scale(figures_1.quantity_low::numeric)::text||'"','null'),
      ',"qualifier":',coalesce(to_json(figures_1.quantity_qualifier::text)::text,'null'),'},"discrepancies":',(
        SELECT concat(
          '{"nodes":[',string_agg(page_4.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"text":',coalesce(to_json(discrepancies_2.text)::text,'null'),'}') AS j0
          FROM discrepancyfigure AS discrepancies_link_3
          JOIN discrepancy AS discrepancies_2 ON discrepancies_2.id = discrepancies_link_3.discrepancy_id
          WHERE figures_1.id = discrepancies_link_3.figure_id
          ORDER BY discrepancies_link_3.discrepancy_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_4
      ),'}') AS j0
    FROM figure AS figures_1
    WHERE ((figures_1.measure=($2::text)) AND (figures_1.total=($3::boolean)))
    ORDER BY figures_1.id COLLATE "C"
    LIMIT ($1::bigint)
  ) AS page_5
),'UTF8') AS answer;
