-- company
SELECT convert_to(coalesce((
  SELECT concat(
    '{"name":',coalesce(to_json(company_1.name)::text,'null'),
    ',"activities":',coalesce(company_1.activities::text,'null'),
    ',"founded":',CASE WHEN (company_1.founded_as_printed IS NOT NULL OR company_1.founded_precision IS NOT NULL) THEN concat(
      '{"asPrinted":',coalesce(to_json(company_1.founded_as_printed)::text,'null'),'}') ELSE 'null' END,
    ',"names":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_4.j0,','),']}') AS anon_2
      FROM (
        SELECT concat(
          '{"text":',coalesce(to_json(names_2.text)::text,'null'),
          ',"kind":',coalesce(to_json(names_2.kind::text)::text,'null'),
          ',"citation":',coalesce((
            SELECT concat(
              '{"locator":',coalesce(to_json(citation_3.locator)::text,'null'),'}') AS anon_3
            FROM citation AS citation_3
            WHERE citation_3.id = names_2.citation_id
          ),'null'),'}') AS j0
        FROM name AS names_2
        WHERE company_1.id = names_2.organization_id
        ORDER BY names_2.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_4
    ),
    ',"groups":',(
      SELECT concat(
        '{"edges":[',string_agg(page_7.j0,','),']}') AS anon_4
      FROM (
        SELECT concat(
          '{"note":',coalesce(to_json(groups_link_6.note)::text,'null'),',"node":{"label":',coalesce(to_json(groups_5.label)::text,'null'),
          ',"statedCount":',CASE WHEN (groups_5.stated_count_as_printed IS NOT NULL OR groups_5.stated_count_qualifier IS NOT NULL OR groups_5.stated_count_unit IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json(groups_5.stated_count_as_printed)::text,'null'),'}') ELSE 'null' END,'}}') AS j0
        FROM membership AS groups_link_6
        JOIN "group" AS groups_5 ON groups_5.id = groups_link_6.group_id
        WHERE company_1.id = groups_link_6.organization_id
        ORDER BY groups_link_6.group_id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_7
    ),
    ',"universities":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_10.j0,','),']}') AS anon_5
      FROM (
        SELECT concat(
          '{"name":',coalesce(to_json(universities_8.name)::text,'null'),'}') AS j0
        FROM spinoff AS universities_link_9
        JOIN organization AS universities_8 ON universities_8.id = universities_link_9.university_id
        WHERE company_1.id = universities_link_9.company_id AND universities_8.type='UNIVERSITY'
        ORDER BY universities_link_9.university_id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_10
    ),
    ',"acquiredBy":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_17.j0,','),']}') AS anon_6
      FROM (
        SELECT concat(
          '{"acquirer":',coalesce((
            SELECT concat(
              '{"name":',coalesce(to_json(acquirer_12.name)::text,'null'),'}') AS anon_7
            FROM organization AS acquirer_12
            WHERE acquirer_12.id = "acquiredBy_11".acquirer_id AND acquirer_12.type='COMPANY'
          ),'null'),
          ',"closed":',CASE WHEN ("acquiredBy_11".closed_as_printed IS NOT NULL OR "acquiredBy_11".closed_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json("acquiredBy_11".closed_as_printed)::text,'null'),'}') ELSE 'null' END,
          ',"price":',CASE WHEN ("acquiredBy_11".price_as_printed IS NOT NULL OR "acquiredBy_11".price_qualifier IS NOT NULL OR "acquiredBy_11".price_unit IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json("acquiredBy_11".price_as_printed)::text,'null'),'}') ELSE 'null' END,
          ',"claims":',(
            SELECT concat(
              '{"nodes":[',string_agg(page_16.j0,','),']}') AS anon_8
            FROM (
              SELECT concat(
                '{"aspect":',coalesce(to_json(claims_13.aspect::text)::text,'null'),
                ',"asPrinted":',coalesce(to_json(claims_13.as_printed)::text,'null'),
                ',"citation":',coalesce((
                  SELECT concat(
                    '{"source":',coalesce((
                      SELECT concat(
                        '{"title":',coalesce(to_json(source_15.title)::text,'null'),'}') AS anon_10
                      FROM source AS source_15
                      WHERE source_15.id = citation_14.source_id
                    ),'null'),'}') AS anon_9
                  FROM citation AS citation_14
                  WHERE citation_14.id = claims_13.citation_id
                ),'null'),'}') AS j0
              FROM claim AS claims_13
              WHERE "acquiredBy_11".id = claims_13.acquisition_id
              ORDER BY claims_13.id COLLATE "C"
              LIMIT ($1::bigint)
            ) AS page_16
          ),'}') AS j0
        FROM acquisition AS "acquiredBy_11"
        WHERE company_1.id = "acquiredBy_11".target_id
        ORDER BY "acquiredBy_11".id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_17
    ),
    ',"relations":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_21.j0,','),']}') AS anon_11
      FROM (
        SELECT concat(
          '{"predicate":',coalesce(to_json(relations_18.predicate::text)::text,'null'),
          ',"subject":',coalesce((
            SELECT concat(
              '{"name":',coalesce(to_json(subject_19.name)::text,'null'),'}') AS anon_12
            FROM organization AS subject_19
            WHERE subject_19.id = relations_18.subject_id
          ),'null'),
          ',"object":',coalesce((
            SELECT concat(
              '{"name":',coalesce(to_json(object_20.name)::text,'null'),'}') AS anon_13
            FROM organization AS object_20
            WHERE object_20.id = relations_18.object_id
          ),'null'),
          ',"period":',CASE WHEN (relations_18.period_as_printed IS NOT NULL OR relations_18.period_precision IS NOT NULL) THEN concat(
            '{"asPrinted":',coalesce(to_json(relations_18.period_as_printed)::text,'null'),'}') ELSE 'null' END,'}') AS j0
        FROM relation AS relations_18
        WHERE relations_18.subject_id = company_1.id OR relations_18.object_id = company_1.id
        ORDER BY relations_18.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_21
    ),
    ',"facilities":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_25.j0,','),']}') AS anon_14
      FROM (
        SELECT concat(
          '{"name":',coalesce(to_json(facilities_22.name)::text,'null'),
          ',"figures":',(
            SELECT concat(
              '{"nodes":[',string_agg(page_24.j0,','),']}') AS anon_15
            FROM (
              SELECT concat(
                '{"measure":',coalesce(to_json(figures_23.measure::text)::text,'null'),
                ',"status":',coalesce(to_json(figures_23.status::text)::text,'null'),',"quantity":{"asPrinted":',coalesce(to_json(figures_23.quantity_as_printed)::text,'null'),
                ',"low":',coalesce('"'||trim_scale(figures_23.quantity_low::numeric)::text||'"','null'),
                ',"unit":',coalesce(to_json(figures_23.quantity_unit)::text,'null'),'},"period":',CASE WHEN (figures_23.period_as_printed IS NOT NULL OR figures_23.period_precision IS NOT NULL) THEN concat(
                  '{"asPrinted":',coalesce(to_json(figures_23.period_as_printed)::text,'null'),'}') ELSE 'null' END,'}') AS j0
              FROM figure AS figures_23
              WHERE facilities_22.id = figures_23.facility_id
              ORDER BY figures_23.id COLLATE "C"
              LIMIT ($1::bigint)
            ) AS page_24
          ),'}') AS j0
        FROM facility AS facilities_22
        WHERE company_1.id = facilities_22.company_id
        ORDER BY facilities_22.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_25
    ),
    ',"figures":',(
      SELECT concat(
        '{"nodes":[',string_agg(page_29.j0,','),']}') AS anon_16
      FROM (
        SELECT concat(
          '{"measure":',coalesce(to_json(figures_26.measure::text)::text,'null'),
          ',"status":',coalesce(to_json(figures_26.status::text)::text,'null'),
          ',"inferred":',CASE WHEN figures_26.inferred THEN 'true' WHEN NOT figures_26.inferred THEN 'false' ELSE 'null' END,',"quantity":{"asPrinted":',coalesce(to_json(figures_26.quantity_as_printed)::text,'null'),
          ',"qualifier":',coalesce(to_json(figures_26.quantity_qualifier::text)::text,'null'),'},"citation":',coalesce((
            SELECT concat(
              '{"basis":',coalesce(to_json(citation_27.basis::text)::text,'null'),
              ',"source":',coalesce((
                SELECT concat(
                  '{"title":',coalesce(to_json(source_28.title)::text,'null'),'}') AS anon_18
                FROM source AS source_28
                WHERE source_28.id = citation_27.source_id
              ),'null'),'}') AS anon_17
            FROM citation AS citation_27
            WHERE citation_27.id = figures_26.citation_id
          ),'null'),'}') AS j0
        FROM figure AS figures_26
        WHERE company_1.id = figures_26.organization_id
        ORDER BY figures_26.id COLLATE "C"
        LIMIT ($1::bigint)
      ) AS page_29
    ),
    ',"fundsRaised":',coalesce((
      SELECT concat(
        '{"id":',coalesce(to_json(concat('Figure:',"fundsRaised_30".id::text))::text,'null'),'}') AS anon_19
      FROM figure AS "fundsRaised_30"
      WHERE company_1.id = "fundsRaised_30".organization_id AND "fundsRaised_30".measure = 'FUNDS_RAISED' AND "fundsRaised_30".status = 'REPORTED' AND "fundsRaised_30".preferred IS true
      ORDER BY "fundsRaised_30".id
      LIMIT 1
    ),'null'),
    ',"jobs":',coalesce((
      SELECT concat('{"quantity":{"asPrinted":',coalesce(to_json(jobs_31.quantity_as_printed)::text,'null'),
        ',"low":',coalesce('"'||trim_scale(jobs_31.quantity_low::numeric)::text||'"','null'),'}}') AS anon_20
      FROM figure AS jobs_31
      WHERE company_1.id = jobs_31.organization_id AND jobs_31.measure = 'JOBS_FTE' AND jobs_31.status = 'REPORTED' AND jobs_31.preferred IS true
      ORDER BY jobs_31.id
      LIMIT 1
    ),'null'),'}') AS anon_1
  FROM organization AS company_1
  WHERE (company_1.slug=($2::text)) AND company_1.type='COMPANY'
),'null'),'UTF8') AS answer;
