-- What is most likely wrong, to be looked at by falling suspicion (0 to 1): links and divisions by how sure the tracker
-- was, beginnings and ends by where they lie and how short the track is; and, where a class is called mitotic, divisions
-- without a mitosis and mitoses without a division. Links and divisions that a person has decided are left out.
with
links as (
  select
    plate, well, site, movie_id, 'link' as kind, track_id, frame, y_px, x_px,
    -- A margin runs from -1 (another link scored 1, this one 0) to 1.
    (1 - least(link_probability, link_margin)) / 2 as suspicion,
    case when link_margin < link_probability then 'another link is nearly as good' else 'the link is unlikely' end
      as reason
  from cells
  where link_margin is not null and not coalesce(corrected, false)
),
daughters as (
  select
    plate, well, site, movie_id, 'division' as kind, mother_track_id as track_id, frame, y_px, x_px,
    1 - probability as suspicion, 'the division is unlikely' as reason
  from divisions
  where probability is not null and not coalesce(corrected, false)
),
ends as (
  select
    plate, well, site, movie_id, 'end' as kind, track_id, last_frame as frame, last_y_px as y_px, last_x_px as x_px,
    case when fate = 'lost' then 0.5 + 0.5 / length_frames else 0.3 + 0.2 / length_frames end as suspicion,
    case when fate = 'lost' then 'the track ends inside the field' else 'the track ends near the edge' end as reason
  from tracks
  where fate in ('lost', 'left')
),
beginnings as (
  select
    plate, well, site, movie_id, 'beginning' as kind, track_id, first_frame as frame, first_y_px as y_px,
    first_x_px as x_px,
    case when origin = 'appeared' then 0.5 + 0.5 / length_frames else 0.3 + 0.2 / length_frames end as suspicion,
    case when origin = 'appeared' then 'the track begins inside the field' else 'the track begins near the edge' end
      as reason
  from tracks
  where origin in ('appeared', 'entered')
),
-- Tracks are found by one key of movie and track, see divisions_full.
mitoses as (
  select movie_id, movie_id || ' ' || track_id as cell, min(frame) as first_mitotic, max(frame) as last_mitotic,
    count(*) as mitotic_frames
  from cells
  where class = 'mitotic'
  group by movie_id, movie_id || ' ' || track_id
),
classified as (
  select distinct movie_id from mitoses
),
unseen as (
  select
    d.plate, d.well, d.site, d.movie_id, 'class' as kind, d.mother_track_id as track_id, d.frame, d.y_px, d.x_px,
    0.6 as suspicion, 'no mitosis is seen at the division' as reason
  from divisions d
  join classified k on k.movie_id = d.movie_id
  left join mitoses m on m.cell = d.movie_id || ' ' || d.mother_track_id
  left join mitoses a on a.cell = d.movie_id || ' ' || d.daughter_1_track_id
  left join mitoses b on b.cell = d.movie_id || ' ' || d.daughter_2_track_id
  where not coalesce(d.corrected, false)
    and coalesce(m.last_mitotic, -9) < d.frame - 4
    and coalesce(a.first_mitotic, d.frame + 9) > d.frame + 2
    and coalesce(b.first_mitotic, d.frame + 9) > d.frame + 2
),
undivided as (
  select
    t.plate, t.well, t.site, t.movie_id, 'class' as kind, t.track_id, m.last_mitotic as frame, t.last_y_px as y_px,
    t.last_x_px as x_px, 0.5 as suspicion, 'a mitosis is seen, but no division' as reason
  from tracks t
  join mitoses m on m.cell = t.movie_id || ' ' || t.track_id
  where t.fate <> 'division' and m.last_mitotic + 3 <= t.last_frame and m.mitotic_frames >= 2
    -- A daughter that has just been born looks mitotic still.
    and not (t.origin = 'division' and m.last_mitotic <= t.first_frame + 3)
)
select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from links
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from daughters
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from ends
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from beginnings
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from unseen
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from undivided
