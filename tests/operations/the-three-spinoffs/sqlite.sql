-- group
SELECT cast(coalesce((
  SELECT concat(
    '{"label":',json_quote(group_1.label),
    ',"statedCount":',CASE WHEN (group_1.stated_count_as_printed IS NOT NULL OR group_1.stated_count_qualifier IS NOT NULL OR group_1.stated_count_unit IS NOT NULL) THEN concat(
      '{"asPrinted":',json_quote(group_1.stated_count_as_printed),
      ',"low":',json_quote(CASE WHEN group_1.stated_count_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN group_1.stated_count_low<0 THEN '-' ELSE '' END,abs(group_1.stated_count_low/10000),abs(group_1.stated_count_low%10000)),'0') ELSE cast(group_1.stated_count_low/10000 as text) END),'}') ELSE 'null' END,',"members":{"totalCount":',(
      SELECT count(*) AS count_1
      FROM membership AS members_link_3
      JOIN organization AS members_2 ON members_2.id = members_link_3.organization_id
      WHERE group_1.id = members_link_3.group_id
    ),'},"subsetOf":',coalesce((
      SELECT concat(
        '{"label":',json_quote("subsetOf_4".label),
        ',"members":',(
          SELECT concat(
            '{"nodes":[',group_concat(page_7.j0,','),']}') AS anon_3
          FROM (
            SELECT concat(
              '{"name":',json_quote(members_5.name),'}') AS j0
            FROM membership AS members_link_6
            JOIN organization AS members_5 ON members_5.id = members_link_6.organization_id
            WHERE "subsetOf_4".id = members_link_6.group_id
            ORDER BY members_link_6.organization_id
            LIMIT :p2
          ) AS page_7
        ),'}') AS anon_2
      FROM "group" AS "subsetOf_4"
      WHERE "subsetOf_4".id = group_1.subset_of_id
    ),'null'),
    ',"citation":',coalesce((
      SELECT concat(
        '{"locator":',json_quote(citation_8.locator),
        ',"note":',json_quote(citation_8.note),'}') AS anon_4
      FROM citation AS citation_8
      WHERE citation_8.id = group_1.citation_id
    ),'null'),'}') AS anon_1
  FROM "group" AS group_1
  WHERE (group_1.slug=:p1)
),'null') as blob) AS answer;

-- universities
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_9.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',json_quote(universities_1.name),
      ',"spinoffs":',(
        SELECT concat(
          '{"totalCount":',(
            SELECT count(*) AS count_1
            FROM spinoff AS spinoffs_link_8
            JOIN organization AS spinoffs_7 ON spinoffs_7.id = spinoffs_link_8.company_id
            WHERE universities_1.id = spinoffs_link_8.university_id AND spinoffs_7.type='COMPANY'
          ),
          ',"edges":[',group_concat(page_6.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"definition":',json_quote(spinoffs_link_3.definition),
            ',"citation":',coalesce((
              SELECT concat(
                '{"source":',coalesce((
                  SELECT concat(
                    '{"title":',json_quote(source_5.title),
                    ',"kind":',json_quote(source_5.kind),'}') AS anon_4
                  FROM source AS source_5
                  WHERE source_5.id = citation_4.source_id
                ),'null'),'}') AS anon_3
              FROM citation AS citation_4
              WHERE citation_4.id = spinoffs_link_3.citation_id
            ),'null'),',"node":{"name":',json_quote(spinoffs_2.name),'}}') AS j0
          FROM spinoff AS spinoffs_link_3
          JOIN organization AS spinoffs_2 ON spinoffs_2.id = spinoffs_link_3.company_id
          WHERE universities_1.id = spinoffs_link_3.university_id AND spinoffs_2.type='COMPANY'
          ORDER BY spinoffs_link_3.company_id
          LIMIT :p2
        ) AS page_6
      ),'}') AS j0
    FROM organization AS universities_1
    WHERE universities_1.type='UNIVERSITY' AND (universities_1.slug IN (
      SELECT value
      FROM json_each(:p1)
    ))
    ORDER BY universities_1.id
    LIMIT :p2
  ) AS page_9
) as blob) AS answer;

-- discrepancies
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_2.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"text":',json_quote(discrepancies_1.text),'}') AS j0
    FROM discrepancy AS discrepancies_1
    WHERE ((discrepancies_1.printed=:p1) AND (instr(discrepancies_1.computed,:p2)>0))
    ORDER BY discrepancies_1.id
    LIMIT :p3
  ) AS page_2
) as blob) AS answer;
