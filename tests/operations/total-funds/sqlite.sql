-- added
SELECT cast(concat(
  '{"aggregate":',(
    SELECT concat(
      '{"count":',coalesce(measured_7.m0,'null'),',"sum":{"quantity":',CASE WHEN measured_7.m7 THEN concat(
        '{"asPrinted":',json_quote(CASE WHEN graph_sum(measured_7.m1,measured_7.m2,4) IS NULL AND graph_sum(measured_7.m3,measured_7.m4,4) IS NULL THEN '?' WHEN graph_sum(measured_7.m3,measured_7.m4,4) IS NULL THEN '>'||graph_sum(measured_7.m1,measured_7.m2,4) WHEN graph_sum(measured_7.m1,measured_7.m2,4) IS NULL THEN '<'||graph_sum(measured_7.m3,measured_7.m4,4) WHEN graph_sum(measured_7.m1,measured_7.m2,4)=graph_sum(measured_7.m3,measured_7.m4,4) THEN graph_sum(measured_7.m1,measured_7.m2,4) ELSE graph_sum(measured_7.m1,measured_7.m2,4)||'–'||graph_sum(measured_7.m3,measured_7.m4,4) END),
        ',"low":',json_quote(graph_sum(measured_7.m1,measured_7.m2,4)),
        ',"high":',json_quote(graph_sum(measured_7.m3,measured_7.m4,4)),
        ',"qualifier":',json_quote(CASE WHEN measured_7.m1 IS NULL AND measured_7.m3 IS NULL THEN 'UNKNOWN' WHEN measured_7.m3 IS NULL THEN 'MORE_THAN' WHEN measured_7.m1 IS NULL THEN 'LESS_THAN' WHEN measured_7.m5=0 THEN 'EXACT' ELSE 'ABOUT' END),
        ',"currency":',json_quote(measured_7.m6),'}') ELSE 'null' END,'}}') AS anon_1
    FROM (
      SELECT count(*) AS m0, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low>>32) END AS m1, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low&4294967295) END AS m2, CASE WHEN count(figures_1.quantity_high)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_high>>32) END AS m3, CASE WHEN count(figures_1.quantity_high)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_high&4294967295) END AS m4, count(CASE WHEN figures_1.quantity_qualifier<>'EXACT' THEN 1 END) AS m5, min(figures_1.quantity_currency) AS m6, min(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END)=max(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END) AS m7
      FROM figure AS figures_1
      WHERE (((figures_1.organization_id IN (
        SELECT organization_2.id
        FROM organization AS organization_2
        WHERE (organization_2.id IN (
          SELECT groups_link_4.organization_id
          FROM membership AS groups_link_4
          JOIN "group" AS groups_3 ON groups_3.id = groups_link_4.group_id
          WHERE (groups_3.slug=:p1)
        ))
      )) OR (figures_1.group_id IN (
        SELECT group_5.id
        FROM "group" AS group_5
        WHERE (group_5.subset_of_id IN (
          SELECT "subsetOf_6".id
          FROM "group" AS "subsetOf_6"
          WHERE ("subsetOf_6".slug=:p1)
        ))
      ))) AND (figures_1.measure=:p2) AND (figures_1.preferred=:p3))
    ) AS measured_7
  ),'}') as blob) AS answer;

-- printed
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_5.j0,','),']}') AS anon_1
  FROM (
    SELECT concat('{"quantity":{"asPrinted":',json_quote(figures_1.quantity_as_printed),
      ',"low":',json_quote(CASE WHEN figures_1.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_1.quantity_low<0 THEN '-' ELSE '' END,abs(figures_1.quantity_low/10000),abs(figures_1.quantity_low%10000)),'0') ELSE cast(figures_1.quantity_low/10000 as text) END),
      ',"qualifier":',json_quote(figures_1.quantity_qualifier),'},"discrepancies":',(
        SELECT concat(
          '{"nodes":[',group_concat(page_4.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"text":',json_quote(discrepancies_2.text),'}') AS j0
          FROM discrepancyfigure AS discrepancies_link_3
          JOIN discrepancy AS discrepancies_2 ON discrepancies_2.id = discrepancies_link_3.discrepancy_id
          WHERE figures_1.id = discrepancies_link_3.figure_id
          ORDER BY discrepancies_link_3.discrepancy_id
          LIMIT :p3
        ) AS page_4
      ),'}') AS j0
    FROM figure AS figures_1
    WHERE ((figures_1.measure=:p1) AND (figures_1.total=:p2))
    ORDER BY figures_1.id
    LIMIT :p3
  ) AS page_5
) as blob) AS answer;
