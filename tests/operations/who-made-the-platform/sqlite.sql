-- institution
SELECT cast(coalesce((
  SELECT concat(
    '{"name":',json_quote(institution_1.name),
    ',"description":',json_quote(institution_1.description),
    ',"relations":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_5.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"predicate":',json_quote(relations_2.predicate),
          ',"subject":',coalesce((
            SELECT concat(
              '{"__typename":',CASE WHEN subject_3.type='UNIVERSITY' THEN '"University"' WHEN subject_3.type='COMPANY' THEN '"Company"' ELSE '"Institution"' END,
              ',"name":',json_quote(subject_3.name),'}') AS anon_3
            FROM organization AS subject_3
            WHERE subject_3.id = relations_2.subject_id
          ),'null'),
          ',"period":',CASE WHEN (relations_2.period_as_printed IS NOT NULL OR relations_2.period_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote(relations_2.period_as_printed),'}') ELSE 'null' END,
          ',"citation":',coalesce((
            SELECT concat(
              '{"locator":',json_quote(citation_4.locator),'}') AS anon_4
            FROM citation AS citation_4
            WHERE citation_4.id = relations_2.citation_id
          ),'null'),'}') AS j0
        FROM relation AS relations_2
        WHERE relations_2.subject_id = institution_1.id OR relations_2.object_id = institution_1.id
        ORDER BY relations_2.id
        LIMIT :p2
      ) AS page_5
    ),
    ',"figures":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_9.j0,','),']}') AS anon_5
      FROM (
        SELECT concat(
          '{"measure":',json_quote(figures_6.measure),
          ',"status":',json_quote(figures_6.status),',"quantity":{"asPrinted":',json_quote(figures_6.quantity_as_printed),
          ',"low":',json_quote(CASE WHEN figures_6.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_6.quantity_low<0 THEN '-' ELSE '' END,abs(figures_6.quantity_low/10000),abs(figures_6.quantity_low%10000)),'0') ELSE cast(figures_6.quantity_low/10000 as text) END),
          ',"unit":',json_quote(figures_6.quantity_unit),'},"citation":',coalesce((
            SELECT concat(
              '{"source":',coalesce((
                SELECT concat(
                  '{"title":',json_quote(source_8.title),'}') AS anon_7
                FROM source AS source_8
                WHERE source_8.id = citation_7.source_id
              ),'null'),'}') AS anon_6
            FROM citation AS citation_7
            WHERE citation_7.id = figures_6.citation_id
          ),'null'),'}') AS j0
        FROM figure AS figures_6
        WHERE institution_1.id = figures_6.organization_id
        ORDER BY figures_6.id
        LIMIT :p2
      ) AS page_9
    ),
    ',"claims":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_13.j0,','),']}') AS anon_8
      FROM (
        SELECT concat(
          '{"aspect":',json_quote(claims_10.aspect),
          ',"asPrinted":',json_quote(claims_10.as_printed),
          ',"date":',CASE WHEN (claims_10.date_as_printed IS NOT NULL OR claims_10.date_precision IS NOT NULL) THEN concat(
            '{"earliest":',json_quote(claims_10.date_earliest),'}') ELSE 'null' END,
          ',"citation":',coalesce((
            SELECT concat(
              '{"source":',coalesce((
                SELECT concat(
                  '{"title":',json_quote(source_12.title),'}') AS anon_10
                FROM source AS source_12
                WHERE source_12.id = citation_11.source_id
              ),'null'),'}') AS anon_9
            FROM citation AS citation_11
            WHERE citation_11.id = claims_10.citation_id
          ),'null'),'}') AS j0
        FROM claim AS claims_10
        WHERE institution_1.id = claims_10.organization_id
        ORDER BY claims_10.id
        LIMIT :p2
      ) AS page_13
    ),'}') AS anon_1
  FROM organization AS institution_1
  WHERE (institution_1.slug=:p1) AND institution_1.type='INSTITUTION'
),'null') as blob) AS answer;
