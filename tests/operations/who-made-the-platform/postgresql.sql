-- institution
SELECT convert_to(coalesce((
  SELECT concat(
    '{"name":',coalesce(to_json(institution_1.name)::text,'null'),
    ',"description":',coalesce(to_json(institution_1.description)::text,'null'),
    ',"relations":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_5.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"predicate":',coalesce(to_json(relations_2.predicate::text)::text,'null'),
          ',"subject":',coalesce((
            SELECT concat(
              '{"__typename":',CASE WHEN subject_3.type='UNIVERSITY' THEN '"University"' WHEN subject_3.type='COMPANY' THEN '"Company"' ELSE '"Institution"' END,
              ',"name":',coalesce(to_json(subject_3.name)::text,'null'),'}') AS anon_3
            FROM organization AS subject_3
            WHERE subject_3.id = relations_2.subject_id
          ),'null'),
          ',"period":',CASE WHEN (relations_2.period_as_printed IS NOT NULL OR relations_2.period_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json(relations_2.period_as_printed)::text,'null'),'}') ELSE 'null' END,
          ',"citation":',coalesce((
            SELECT concat(
              '{"locator":',coalesce(to_json(citation_4.locator)::text,'null'),'}') AS anon_4
            FROM citation AS citation_4
            WHERE citation_4.id = relations_2.citation_id
          ),'null'),'}') AS j0
        FROM relation AS relations_2
        WHERE relations_2.subject_id = institution_1.id OR relations_2.object_id = institution_1.id
        ORDER BY relations_2.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_5
    ),
    ',"figures":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_9.j0,','),']}') AS anon_5
      FROM (
        SELECT concat(
          '{"measure":',coalesce(to_json(figures_6.measure::text)::text,'null'),
          ',"status":',coalesce(to_json(figures_6.status::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_6.quantity_as_printed)::text,'null'),
          ',"low":',coalesce('"'||trim_scale(figures_6.quantity_low::numeric)::text||'"','null'),
          ',"unit":',coalesce(to_json(figures_6.quantity_unit)::text,'null'),'},"citation":',coalesce((
            SELECT concat(
              '{"source":',coalesce((
                SELECT concat(
                  '{"title":',coalesce(to_json(source_8.title)::text,'null'),'}') AS anon_7
                FROM source AS source_8
                WHERE source_8.id = citation_7.source_id
              ),'null'),'}') AS anon_6
            FROM citation AS citation_7
            WHERE citation_7.id = figures_6.citation_id
          ),'null'),'}') AS j0
        FROM figure AS figures_6
        WHERE institution_1.id = figures_6.organization_id
        ORDER BY figures_6.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_9
    ),
    ',"claims":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_13.j0,','),']}') AS anon_8
      FROM (
        SELECT concat(
          '{"aspect":',coalesce(to_json(claims_10.aspect::text)::text,'null'),
          ',"asPrinted":',coalesce(to_json(claims_10.as_printed)::text,'null'),
          ',"date":',CASE WHEN (claims_10.date_as_printed IS NOT NULL OR claims_10.date_precision IS NOT NULL) THEN concat(
            '{"earliest":',coalesce('"'||claims_10.date_earliest::text||'"','null'),'}') ELSE 'null' END,
          ',"citation":',coalesce((
            SELECT concat(
              '{"source":',coalesce((
                SELECT concat(
                  '{"title":',coalesce(to_json(source_12.title)::text,'null'),'}') AS anon_10
                FROM source AS source_12
                WHERE source_12.id = citation_11.source_id
              ),'null'),'}') AS anon_9
            FROM citation AS citation_11
            WHERE citation_11.id = claims_10.citation_id
          ),'null'),'}') AS j0
        FROM claim AS claims_10
        WHERE institution_1.id = claims_10.organization_id
        ORDER BY claims_10.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_13
    ),'}') AS anon_1
  FROM organization AS institution_1
  WHERE (institution_1.slug=($2::text)) AND institution_1.type='INSTITUTION'
),'null'),'UTF8') AS answer;
