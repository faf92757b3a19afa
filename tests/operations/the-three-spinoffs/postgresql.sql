-- group
SELECT convert_to(coalesce((
  SELECT concat(
    '{"label":',coalesce(to_json(group_1.label)::text,'null'),
    ',"statedCount":',CASE WHEN (group_1.stated_count_as_printed IS NOT NULL OR group_1.stated_count_qualifier IS NOT NULL OR group_1.stated_count_unit IS NOT NULL) THEN concat(
      '{"asPrinted":',coalesce(to_json(group_1.stated_count_as_printed)::text,'null'),
      ',"low":',coalesce('"'||trim_scale(group_1.stated_count_low::numeric)::text||'"','null'),'}') ELSE 'null' END,',"members":{"totalCount":',(
      SELECT count(*) AS count_1
      FROM membership AS members_link_3
      JOIN organization AS members_2 ON members_2.id = members_link_3.organization_id
      WHERE group_1.id = members_link_3.group_id
    ),'},"subsetOf":',coalesce((
      SELECT concat(
        '{"label":',coalesce(to_json("subsetOf_4".label)::text,'null'),
        ',"members":',(
          SELECT concat(
            '{"nodes":[',string_agg(page_7.j0,','),']}') AS anon_3
          FROM (
            SELECT concat(
              '{"name":',coalesce(to_json(members_5.name)::text,'null'),'}') AS j0
            FROM membership AS members_link_6
            JOIN organization AS members_5 ON members_5.id = members_link_6.organization_id
            WHERE "subsetOf_4".id = members_link_6.group_id
            ORDER BY members_link_6.organization_id COLLATE "C"
            LIMIT ($1::bigint)
          ) AS page_7
        ),'}') AS anon_2
      FROM "group" AS "subsetOf_4"
      WHERE "subsetOf_4".id = group_1.subset_of_id
    ),'null'),
    ',"citation":',coalesce((
      SELECT concat(
        '{"locator":',coalesce(to_json(citation_8.locator)::text,'null'),
        ',"note":',coalesce(to_json(citation_8.note)::text,'null'),'}') AS anon_4
      FROM citation AS citation_8
      WHERE citation_8.id = group_1.citation_id
    ),'null'),'}') AS anon_1
  FROM "group" AS group_1
  WHERE (group_1.slug=($2::text))
),'null'),'UTF8') AS answer;

-- universities
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_9.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"name":',coalesce(to_json(universities_1.name)::text,'null'),
      ',"spinoffs":',(
        SELECT concat(
          '{"totalCount":',(
            SELECT count(*) AS count_1
            FROM spinoff AS spinoffs_link_8
            JOIN organization AS spinoffs_7 ON spinoffs_7.id = spinoffs_link_8.company_id
            WHERE universities_1.id = spinoffs_link_8.university_id AND spinoffs_7.type='COMPANY'
          ),
          ',"edges":[',string_agg(page_6.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"definition":',coalesce(to_json(spinoffs_link_3.definition)::text,'null'),
            ',"citation":',coalesce((
              SELECT concat(
                '{"source":',coalesce((
                  SELECT concat(
                    '{"title":',coalesce(to_json(source_5.title)::text,'null'),
                    ',"kind":',coalesce(to_json(source_5.kind::text)::text,'null'),'}') AS anon_4
                  FROM source AS source_5
                  WHERE source_5.id = citation_4.source_id
                ),'null'),'}') AS anon_3
              FROM citation AS citation_4
              WHERE citation_4.id = spinoffs_link_3.citation_id
            ),'null'),',"node":{"name":',coalesce(to_json(spinoffs_2.name)::text,'null'),'}}') AS j0
          FROM spinoff AS spinoffs_link_3
          JOIN organization AS spinoffs_2 ON spinoffs_2.id = spinoffs_link_3.company_id
          WHERE universities_1.id = spinoffs_link_3.university_id AND spinoffs_2.type='COMPANY'
          ORDER BY spinoffs_link_3.company_id COLLATE "C"
          LIMIT ($1::bigint)
        ) AS page_6
      ),'}') AS j0
    FROM organization AS universities_1
    WHERE universities_1.type='UNIVERSITY' AND (universities_1.slug=ANY(($2::text[])))
    ORDER BY universities_1.id COLLATE "C"
    LIMIT ($1::bigint)
  ) AS page_9
),'UTF8') AS answer;

-- discrepancies
SELECT convert_to((
  SELECT concat(
    '{"nodes":[',string_agg(page_2.j0,','),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"text":',coalesce(to_json(discrepancies_1.text)::text,'null'),'}') AS j0
    FROM discrepancy AS discrepancies_1
    WHERE ((discrepancies_1.printed=($1::text)) AND (strpos(discrepancies_1.computed,($2::text))>0))
    ORDER BY discrepancies_1.id COLLATE "C"
    LIMIT ($3::bigint)
  ) AS page_2
),'UTF8') AS answer;
