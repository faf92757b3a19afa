-- figures
SELECT cast((
  SELECT concat(
    '{"totalCount":',(
      SELECT count(*) AS count_1
      FROM figure AS figures_7
      WHERE (figures_7.inferred=:p1)
    ),',"pageInfo":{"hasNextPage":',CASE WHEN coalesce(max(numbered_6.n),0)>:p2 OR false THEN 'true' ELSE 'false' END,
    ',"endCursor":',coalesce(max(numbered_6.c) FILTER (WHERE numbered_6.n=CASE WHEN numbered_6.t>:p2 THEN :p2 ELSE numbered_6.t END),'null'),'},"edges":[',group_concat(numbered_6.j0,',' ORDER BY numbered_6.n) FILTER (WHERE numbered_6.n<=:p2),']}') AS anon_1
  FROM (
    SELECT page_5.j0 AS j0, page_5.c AS c, row_number() OVER (ORDER BY page_5.k0) AS n, count(*) OVER () AS t
    FROM (
      SELECT concat(
        '{"cursor":"',hex(concat('["c64131b9",',json_quote(figures_1.id),']')),'","node":{"measure":',json_quote(figures_1.measure),',"quantity":{"asPrinted":',json_quote(figures_1.quantity_as_printed),'},"organization":',coalesce((
          SELECT concat(
            '{"name":',json_quote(organization_2.name),'}') AS anon_2
          FROM organization AS organization_2
          WHERE organization_2.id = figures_1.organization_id
        ),'null'),
        ',"group":',coalesce((
          SELECT concat(
            '{"label":',json_quote(group_3.label),'}') AS anon_3
          FROM "group" AS group_3
          WHERE group_3.id = figures_1.group_id
        ),'null'),
        ',"citation":',coalesce((
          SELECT concat(
            '{"basis":',json_quote(citation_4.basis),
            ',"locator":',json_quote(citation_4.locator),
            ',"note":',json_quote(citation_4.note),'}') AS anon_4
          FROM citation AS citation_4
          WHERE citation_4.id = figures_1.citation_id
        ),'null'),'}}') AS j0, concat('"',hex(concat('["c64131b9",',json_quote(figures_1.id),']')),'"') AS c, figures_1.id AS k0
      FROM figure AS figures_1
      WHERE (figures_1.inferred=:p1)
      ORDER BY figures_1.id
      LIMIT :p2+1
    ) AS page_5
  ) AS numbered_6
) as blob) AS answer;
