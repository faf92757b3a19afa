-- groups
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_11.j0,',' ORDER BY page_11.k0 DESC,page_11.k1,page_11.k2),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"label":',json_quote(groups_3.label),
      ',"statedCount":',CASE WHEN (groups_3.stated_count_as_printed IS NOT NULL OR groups_3.stated_count_qualifier IS NOT NULL OR groups_3.stated_count_unit IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote(groups_3.stated_count_as_printed),
        ',"low":',json_quote(CASE WHEN groups_3.stated_count_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN groups_3.stated_count_low<0 THEN '-' ELSE '' END,abs(groups_3.stated_count_low/10000),abs(groups_3.stated_count_low%10000)),'0') ELSE cast(groups_3.stated_count_low/10000 as text) END),
        ',"qualifier":',json_quote(groups_3.stated_count_qualifier),
        ',"unit":',json_quote(groups_3.stated_count_unit),'}') ELSE 'null' END,
      ',"members":',(
        SELECT concat(
          '{"totalCount":',(
            SELECT count(*) AS count_1
            FROM membership AS members_link_8
            JOIN organization AS members_7 ON members_7.id = members_link_8.organization_id
            WHERE groups_3.id = members_link_8.group_id
          ),
          ',"nodes":[',group_concat(page_6.j0,','),']}') AS anon_2
        FROM (
          SELECT concat(
            '{"name":',json_quote(members_4.name),'}') AS j0
          FROM membership AS members_link_5
          JOIN organization AS members_4 ON members_4.id = members_link_5.organization_id
          WHERE groups_3.id = members_link_5.group_id
          ORDER BY members_link_5.organization_id
          LIMIT :p1
        ) AS page_6
      ),
      ',"subsetOf":',coalesce((
        SELECT concat(
          '{"label":',json_quote("subsetOf_9".label),'}') AS anon_3
        FROM "group" AS "subsetOf_9"
        WHERE "subsetOf_9".id = groups_3.subset_of_id
      ),'null'),
      ',"place":',coalesce((
        SELECT concat(
          '{"name":',json_quote(place_10.name),'}') AS anon_4
        FROM place AS place_10
        WHERE place_10.id = groups_3.place_id
      ),'null'),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1, keyed_2.k2 AS k2
    FROM (
      SELECT groups_1.id AS p0, groups_1.stated_count_low AS k0, groups_1.label AS k1, groups_1.id AS k2
      FROM "group" AS groups_1
      ORDER BY groups_1.stated_count_low DESC, groups_1.label, groups_1.id
      LIMIT :p1
    ) AS keyed_2
    JOIN "group" AS groups_3 ON groups_3.id=keyed_2.p0
  ) AS page_11
) as blob) AS answer;
