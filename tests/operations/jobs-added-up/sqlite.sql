-- all
SELECT cast(concat(
  '{"aggregate":',(
    SELECT concat(
      '{"count":',coalesce(measured_2.m0,'null'),',"sum":{"quantity":',CASE WHEN measured_2.m4 THEN concat(
        '{"low":',json_quote(graph_sum(measured_2.m1,measured_2.m2,4)),
        ',"unit":',json_quote(measured_2.m3),'}') ELSE 'null' END,'}}') AS anon_1
    FROM (
      SELECT count(*) AS m0, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low>>32) END AS m1, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low&4294967295) END AS m2, min(figures_1.quantity_unit) AS m3, min(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END)=max(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END) AS m4
      FROM figure AS figures_1
      WHERE ((figures_1.measure=:p1) AND (figures_1.total=:p2))
    ) AS measured_2
  ),'}') as blob) AS answer;

-- withoutOrgenesis
SELECT cast(concat(
  '{"aggregate":',(
    SELECT concat(
      '{"count":',coalesce(measured_3.m0,'null'),',"sum":{"quantity":',CASE WHEN measured_3.m4 THEN concat(
        '{"low":',json_quote(graph_sum(measured_3.m1,measured_3.m2,4)),
        ',"unit":',json_quote(measured_3.m3),'}') ELSE 'null' END,'}}') AS anon_1
    FROM (
      SELECT count(*) AS m0, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low>>32) END AS m1, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low&4294967295) END AS m2, min(figures_1.quantity_unit) AS m3, min(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END)=max(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END) AS m4
      FROM figure AS figures_1
      WHERE ((figures_1.measure=:p1) AND (figures_1.total=:p2) AND (EXISTS (
        SELECT 1 AS anon_2
        FROM organization AS organization_2
        WHERE organization_2.id = figures_1.organization_id AND NOT coalesce((organization_2.slug=:p3),false)
      )))
    ) AS measured_3
  ),'}') as blob) AS answer;

-- printed
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_2.j0,','),']}') AS anon_1
  FROM (
    SELECT concat('{"quantity":{"asPrinted":',json_quote(figures_1.quantity_as_printed),'},"scopeNote":',json_quote(figures_1.scope_note),'}') AS j0
    FROM figure AS figures_1
    WHERE ((figures_1.measure=:p1) AND (figures_1.total=:p2))
    ORDER BY figures_1.id
    LIMIT :p3
  ) AS page_2
) as blob) AS answer;
