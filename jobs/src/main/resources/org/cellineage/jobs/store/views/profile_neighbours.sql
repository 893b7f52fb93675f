-- The ten wells whose profiles point most nearly in the same direction, by cosine.
with
scores as (
  -- One extreme measure must not decide alone.
  select plate, well, measure, least(greatest(score, -10), 10) as score from profiles where score is not null
),
pairs as (
  select
    a.plate, a.well, b.plate as other_plate, b.well as other_well, count(*) as measures,
    sum(a.score * b.score) / nullif(sqrt(sum(a.score * a.score) * sum(b.score * b.score)), 0) as cosine
  from scores a
  join scores b on b.measure = a.measure
  where a.plate <> b.plate or a.well <> b.well
  group by a.plate, a.well, b.plate, b.well
),
ordered as (
  select
    plate, well, other_plate, other_well, measures, round(cosine, 6) as cosine,
    row_number() over (
      partition by plate, well order by round(cosine, 6) desc, other_plate, other_well) as place
  from pairs
  where cosine is not null
)
select plate, well, place, other_plate, other_well, measures, cosine from ordered where place <= 10
