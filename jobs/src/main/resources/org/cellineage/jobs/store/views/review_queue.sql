-- What is most likely wrong, to be looked at by falling suspicion (0 to 1): links and divisions by how sure the tracker
-- was, beginnings and ends by where they lie and how short the track is. Links and divisions that a person has decided
-- are left out.
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
)
select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from links
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from daughters
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from ends
union all select plate, well, site, movie_id, kind, track_id, frame, y_px, x_px, suspicion, reason from beginnings
