-- figures
SELECT cast((
  SELECT concat(
    '{"nodes":[',group_concat(page_7.j0,',' ORDER BY page_7.k0,page_7.k1),']}') AS anon_1
  FROM (
    SELECT concat(
      '{"measure":',json_quote(figures_3.measure),',"quantity":{"asPrinted":',json_quote(figures_3.quantity_as_printed),
      ',"low":',json_quote(CASE WHEN figures_3.quantity_low%10000<>0 THEN rtrim(format('%s%d.%04d',CASE WHEN figures_3.quantity_low<0 THEN '-' ELSE '' END,abs(figures_3.quantity_low/10000),abs(figures_3.quantity_low%10000)),'0') ELSE cast(figures_3.quantity_low/10000 as text) END),
      ',"unit":',json_quote(figures_3.quantity_unit),'},"period":',CASE WHEN (figures_3.period_as_printed IS NOT NULL OR figures_3.period_precision IS NOT NULL) THEN concat(
        '{"asPrinted":',json_quote(figures_3.period_as_printed),
        ',"latest":',json_quote(figures_3.period_latest),'}') ELSE 'null' END,
      ',"scopeNote":',json_quote(figures_3.scope_note),
      ',"facility":',coalesce((
        SELECT concat(
          '{"name":',json_quote(facility_4.name),
          ',"company":',coalesce((
            SELECT concat(
              '{"name":',json_quote(company_5.name),'}') AS anon_3
            FROM organization AS company_5
            WHERE company_5.id = facility_4.company_id AND company_5.type='COMPANY'
          ),'null'),'}') AS anon_2
        FROM facility AS facility_4
        WHERE facility_4.id = figures_3.facility_id
      ),'null'),
      ',"organization":',coalesce((
        SELECT concat(
          '{"name":',json_quote(organization_6.name),'}') AS anon_4
        FROM organization AS organization_6
        WHERE organization_6.id = figures_3.organization_id
      ),'null'),'}') AS j0, keyed_2.k0 AS k0, keyed_2.k1 AS k1
    FROM (
      SELECT figures_1.id AS p0, figures_1.measure AS k0, figures_1.id AS k1
      FROM figure AS figures_1
      WHERE (figures_1.status=:p1)
      ORDER BY figures_1.measure, figures_1.id
      LIMIT :p2
    ) AS keyed_2
    JOIN figure AS figures_3 ON figures_3.id=keyed_2.p0
  ) AS page_7
) as blob) AS answer;
