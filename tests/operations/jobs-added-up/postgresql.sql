-- all
SELECT convert_to(concat(
  '{"aggregate":',(
    SELECT concat(
      '{"count":',coalesce(measured_2.m0::text,'null'),',"sum":{"quantity":',CASE WHEN measured_2.m3 THEN concat(
        '{"low":',coalesce(to_json(trim_scale(measured_2.m1::numeric)::text)::text,'null'),
        ',"unit":',coalesce(to_json(measured_2.m2)::text,'null'),'}') ELSE 'null' END,'}}') AS anon_1
    FROM (
      SELECT count(*) AS m0, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low) END AS m1, min(figures_1.quantity_unit) AS m2, min(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END)=max(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END) AS m3
      FROM figure AS figures_1
      WHERE ((figures_1.measure=($1::text)) AND (figures_1.total=($2::boolean)))
    ) AS measured_2
  ),'}'),'UTF8') AS answer;

-- withoutOrgenesis
SELECT convert_to(concat(
  '{"aggregate":',(
    SELECT concat(
      '{"count":',coalesce(measured_3.m0::text,'null'),',"sum":{"quantity":',CASE WHEN measured_3.m3 THEN concat(
        '{"low":',coalesce(to_json(trim_scale(measured_3.m1::numeric)::text)::text,'null'),
        ',"unit":',coalesce(to_json(measured_3.m2)::text,'null'),'}') ELSE 'null' END,'}}') AS anon_1
    FROM (
      SELECT count(*) AS m0, CASE WHEN count(figures_1.quantity_low)=count(figures_1.quantity_as_printed) THEN sum(figures_1.quantity_low) END AS m1, min(figures_1.quantity_unit) AS m2, min(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END)=max(CASE WHEN figures_1.quantity_as_printed IS NOT NULL THEN coalesce(figures_1.quantity_unit,'')||'|'||coalesce(figures_1.quantity_currency,'') END) AS m3
      FROM figure AS figures_1
      WHERE ((figures_1.measure=($1::text)) AND (figures_1.total=($2::boolean)) AND (EXISTS (
        SELECT 1 AS anon_2
        FROM organization AS organization_2
        WHERE organization_2.id = figures_1.organization_id AND NOT coalesce((organization_2.slug=($3::text)),false)
      )))
    ) AS measured_3
  ),'}'),'UTF8') AS answer;

-- printed
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_2.j0,','),']}') AS anon_1
  FROM (
    SELECT concat('{"quantity":{"asPrinted":',coalesce(to_json(figures_1.quantity_as_printed)::text,'null'),'},"scopeNote":',coalesce(to_json(figures_1.scope_note)::text,'null'),'}') AS j0
    FROM figure AS figures_1
    WHERE ((figures_1.measure=($1::text)) AND (figures_1.total=($2::boolean)))
    ORDER BY figures_1.id COLLATE "C"
    LIMIT ($3::bigint)
  ) AS page_2
),'UTF8') AS answer;
