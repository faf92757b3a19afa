-- figures
SELECT convert_to((
  SELECT concat(
    '{"totalCount":',(
      SELECT count(*) AS count_1
      FROM figure AS figures_7
      WHERE (figures_7.inferred=($1::boolean))
    ),',"pageInfo":{"hasNextPage":',CASE WHEN coalesce(max(numbered_6.n),0)>($2::bigint) OR false THEN 'true' ELSE 'false' END,
    ',"endCursor":',coalesce(max(numbered_6.c) FILTER (WHERE numbered_6.n=CASE WHEN numbered_6.t>($2::bigint) THEN ($2::bigint) ELSE numbered_6.t END),'null'),'},"edges":[',string_agg(numbered_6.j0,',' ORDER BY numbered_6.n) FILTER (WHERE numbered_6.n<=($2::bigint)),']}') AS anon_1
  FROM (
    SELECT page_5.j0 AS j0, page_5.c AS c, row_number() OVER (ORDER BY page_5.k0) AS n, count(*) OVER () AS t
    FROM (
      SELECT concat(
        '{"cursor":"',upper(encode(convert_to(concat('["c64131b9",',coalesce(to_json(figures_1.id COLLATE "C")::text,'null'),']'),'UTF8'),'hex')),'","node":{"measure":',coalesce(to_json(figures_1.measure::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_1.quantity_as_printed)::text,'null'),'},"organization":',coalesce((
          SELECT concat(
            '{"name":',coalesce(to_json(organization_2.name)::text,'null'),'}') AS anon_2
          FROM organization AS organization_2
          WHERE organization_2.id = figures_1.organization_id
        ),'null'),
        ',"group":',coalesce((
          SELECT concat(
            '{"label":',coalesce(to_json(group_3.label)::text,'null'),'}') AS anon_3
          FROM "group" AS group_3
          WHERE group_3.id = figures_1.group_id
        ),'null'),
        ',"citation":',coalesce((
          SELECT concat(
            '{"basis":',coalesce(to_json(citation_4.basis::text)::text,'null'),
            ',"locator":',coalesce(to_json(citation_4.locator)::text,'null'),
            ',"note":',coalesce(to_json(citation_4.note)::text,'null'),'}') AS anon_4
          FROM citation AS citation_4
          WHERE citation_4.id = figures_1.citation_id
        ),'null'),'}}') AS j0, concat('"',upper(encode(convert_to(concat('["c64131b9",',coalesce(to_json(figures_1.id COLLATE "C")::text,'null'),']'),'UTF8'),'hex')),'"') AS c, figures_1.id COLLATE "C" AS k0
      FROM figure AS figures_1
      WHERE (figures_1.inferred=($1::boolean))
      ORDER BY figures_1.id COLLATE "C"
      LIMIT ($2::bigint)+1
    ) AS page_5
  ) AS numbered_6
),'UTF8') AS answer;
