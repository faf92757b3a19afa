-- company
SELECT cast(coalesce((
  SELECT concat(
    '{"name":',json_quote(company_1.name),
    ',"activities":',coalesce(json(company_1.activities),'null'),
    ',"founded":',CASE WHEN (company_1.founded_as_printed IS NOT NULL OR company_1.founded_precision IS NOT NULL) THEN concat(
      '{"asPrinted":',json_quote(company_1.founded_as_printed),'}') ELSE 'null' END,
    ',"names":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_4.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"text":',json_quote(names_2.text),
          ',"kind":',json_quote(names_2.kind),
          ',"citation":',coalesce((
            SELECT concat(
              '{"locator":',json_quote(citation_3.locator),'}') AS anon_3
            FROM citation AS citation_3
            WHERE citation_3.id = names_2.citation_id
          ),'null'),'}') AS j0
        FROM name AS names_2
        WHERE company_1.id = names_2.organization_id
        ORDER BY names_2.id
        LIMIT :p2
      ) AS page_4
    ),
    ',"groups":',(
      SELECT concat(
        '{"edges":[',group_concat(page_7.j0,','),']}') AS anon_4
      FROM (
        SELECT concat(
          '{"note":',json_quote(groups_link_6.note),',"node":{"label":',json_quote(groups_5.label),
          ',"statedCount":',CASE WHEN (groups_5.stated_count_as_printed IS NOT NULL OR groups_5.stated_count_qualifier IS NOT NULL OR groups_5.stated_count_unit IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote(groups_5.stated_count_as_printed),'}') ELSE 'null' END,'}}') AS j0
        FROM membership AS groups_link_6
        JOIN "group" AS groups_5 ON groups_5.id = groups_link_6.group_id
        WHERE company_1.id = groups_link_6.organization_id
        ORDER BY groups_link_6.group_id
        LIMIT :p2
      ) AS page_7
    ),
    ',"universities":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_10.j0,','),']}') AS anon_5
      FROM (
        SELECT concat(
          '{"name":',json_quote(universities_8.name),'}') AS j0
        FROM spinoff AS universities_link_9
        JOIN organization AS universities_8 ON universities_8.id = universities_link_9.university_id
        WHERE company_1.id = universities_link_9.company_id AND universities_8.type='UNIVERSITY'
        ORDER BY universities_link_9.university_id
        LIMIT :p2
      ) AS page_10
    ),
    ',"acquiredBy":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_17.j0,','),']}') AS anon_6
      FROM (
        SELECT concat(
          '{"acquirer":',coalesce((
            SELECT concat(
              '{"name":',json_quote(acquirer_12.name),'}') AS anon_7
            FROM organization AS acquirer_12
            WHERE acquirer_12.id = "acquiredBy_11".acquirer_id AND acquirer_12.type='COMPANY'
          ),'null'),
          ',"closed":',CASE WHEN ("acquiredBy_11".closed_as_printed IS NOT NULL OR "acquiredBy_11".closed_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote("acquiredBy_11".closed_as_printed),'}') ELSE 'null' END,
          ',"price":',CASE WHEN ("acquiredBy_11".price_as_printed IS NOT NULL OR "acquiredBy_11".price_qualifier IS NOT NULL OR "acquiredBy_11".price_unit IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote("acquiredBy_11".price_as_printed),'}') ELSE 'null' END,
          ',"claims":',(
            SELECT concat(
              '{"nodes":[',group_concat(page_16.j0,','),']}') AS anon_8
            FROM (
              SELECT concat(
                '{"aspect":',json_quote(claims_13.aspect),
                ',"asPrinted":',json_quote(claims_13.as_printed),
                ',"citation":',coalesce((
                  SELECT concat(
                    '{"source":',coalesce((
                      SELECT concat(
                        '{"title":',json_quote(source_15.title),'}') AS anon_10
                      FROM source AS source_15
                      WHERE source_15.id = citation_14.source_id
                    ),'null'),'}') AS anon_9
                  FROM citation AS citation_14
                  WHERE citation_14.id = claims_13.citation_id
                ),'null'),'}') AS j0
              FROM claim AS claims_13
              WHERE "acquiredBy_11".id = claims_13.acquisition_id
              ORDER BY claims_13.id
              LIMIT :p2
            ) AS page_16
          ),'}') AS j0
        FROM acquisition AS "acquiredBy_11"
        WHERE company_1.id = "acquiredBy_11".target_id
        ORDER BY "acquiredBy_11".id
        LIMIT :p2
      ) AS page_17
    ),
    ',"relations":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_21.j0,','),']}') AS anon_11
      FROM (
        SELECT concat(
          '{"predicate":',json_quote(relations_18.predicate),
          ',"subject":',coalesce((
            SELECT concat(
              '{"name":',json_quote(subject_19.name),'}') AS anon_12
            FROM organization AS subject_19
            WHERE subject_19.id = relations_18.subject_id
          ),'null'),
          ',"object":',coalesce((
            SELECT concat(
              '{"name":',json_quote(object_20.name),'}') AS anon_13
            FROM organization AS object_20
            WHERE object_20.id = relations_18.object_id
          ),'null'),
          ',"period":',CASE WHEN (relations_18.period_as_printed IS NOT NULL OR relations_18.period_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',json_quote(relations_18.period_as_printed),'}') ELSE 'null' END,'}') AS j0
        FROM relation AS relations_18
        WHERE relations_18.subject_id = company_1.id OR relations_18.object_id = company_1.id
        ORDER BY relations_18.id
        LIMIT :p2
      ) AS page_21
    ),
    ',"facilities":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_25.j0,','),']}') AS anon_14
      FROM (
        SELECT concat(
          '{"name":',json_quote(facilities_22.name),
          ',"figures":',(
            SELECT concat(
              '{"nodes":[',group_concat(page_24.j0,','),']}') AS anon_15
            FROM (
              SELECT concat(
                '{"measure":',json_quote(figures_23.measure),
                ',"status":',json_quote(figures_23.status),',"quantity":{"asPrinted":',json_quote(figures_23.quantity_as_printed),
                ',"low":',json_quote(CASE WHEN figures_23.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_23.quantity_low<0 THEN '-' ELSE '' END,abs(figures_23.quantity_low/10000),abs(figures_23.quantity_low%10000)),'0') ELSE cast(figures_23.quantity_low/10000 as text) END),
                ',"unit":',json_quote(figures_23.quantity_unit),'},"period":',CASE WHEN (figures_23.period_as_printed IS NOT NULL OR figures_23.period_precision IS NOT NULL) THEN concat(
                  '{"asPrinted":',json_quote(figures_23.period_as_printed),'}') ELSE 'null' END,'}') AS j0
              FROM figure AS figures_23
              WHERE facilities_22.id = figures_23.facility_id
              ORDER BY figures_23.id
              LIMIT :p2
            ) AS page_24
          ),'}') AS j0
        FROM facility AS facilities_22
        WHERE company_1.id = facilities_22.company_id
        ORDER BY facilities_22.id
        LIMIT :p2
      ) AS page_25
    ),
    ',"figures":',(
      SELECT concat(
        '{"nodes":[',group_concat(page_29.j0,','),']}') AS anon_16
      FROM (
        SELECT concat(
          '{"measure":',json_quote(figures_26.measure),
          ',"status":',json_quote(figures_26.status),
          ',"inferred":',CASE figures_26.inferred WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END,',"quantity":{"asPrinted":',json_quote(figures_26.quantity_as_printed),
          ',"qualifier":',json_quote(figures_26.quantity_qualifier),'},"citation":',coalesce((
            SELECT concat(
              '{"basis":',json_quote(citation_27.basis),
              ',"source":',coalesce((
                SELECT concat(
                  '{"title":',json_quote(source_28.title),'}') AS anon_18
                FROM source AS source_28
                WHERE source_28.id = citation_27.source_id
              ),'null'),'}') AS anon_17
            FROM citation AS citation_27
            WHERE citation_27.id = figures_26.citation_id
          ),'null'),'}') AS j0
        FROM figure AS figures_26
        WHERE company_1.id = figures_26.organization_id
        ORDER BY figures_26.id
        LIMIT :p2
      ) AS page_29
    ),
    ',"fundsRaised":',coalesce((
      SELECT concat(
        '{"id":',json_quote(concat('Figure:',cast("fundsRaised_30".id as text))),'}') AS anon_19
      FROM figure AS "fundsRaised_30"
      WHERE company_1.id = "fundsRaised_30".organization_id AND "fundsRaised_30".measure = 'FUNDS_RAISED' AND "fundsRaised_30".status = 'REPORTED' AND "fundsRaised_30".preferred IS 1
      ORDER BY "fundsRaised_30".id
      LIMIT 1
    ),'null'),
    ',"jobs":',coalesce((
      SELECT concat('{"quantity":{"asPrinted":',json_quote(jobs_31.quantity_as_printed),
        ',"low":',json_quote(CASE WHEN jobs_31.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN jobs_31.quantity_low<0 THEN '-' ELSE '' END,abs(jobs_31.quantity_low/10000),abs(jobs_31.quantity_low%10000)),'0') ELSE cast(jobs_31.quantity_low/10000 as text) END),'}}') AS anon_20
      FROM figure AS jobs_31
      WHERE company_1.id = jobs_31.organization_id AND jobs_31.measure = 'JOBS_FTE' AND jobs_31.status = 'REPORTED' AND jobs_31.preferred IS 1
      ORDER BY jobs_31.id
      LIMIT 1
    ),'null'),'}') AS anon_1
  FROM organization AS company_1
  WHERE (company_1.slug=:p1) AND company_1.type='COMPANY'
),'null') as blob) AS answer;
