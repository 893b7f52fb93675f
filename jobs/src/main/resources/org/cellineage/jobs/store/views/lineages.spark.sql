-- Who descends from whom: one row for every track and each of its ancestors. A track is not its own ancestor. The error
-- probability is that of all links and divisions from the first cell of the ancestor to the last of the track.
with own as (
  select
    t.plate, t.well, t.site, t.movie_id, t.root_track_id, t.track_id, t.generation, t.first_frame, t.lineage_path,
    -- The expected number of errors, which adds up along a descent.
    {calibration} * -ln(greatest(1 - coalesce(t.error_probability, 0), 1e-9)) as errors
  from tracks t
  join movies m on m.movie_id = t.movie_id
)
select
  t.plate, t.well, t.site, t.movie_id, t.root_track_id, a.track_id as ancestor_track_id, t.track_id,
  t.generation - a.generation as generations,
  1 - exp(-t.errors - sum(a.errors) over (
    partition by t.movie_id, t.track_id order by a.generation desc, a.first_frame desc, a.track_id
    rows between unbounded preceding and current row
  )) as error_probability
from (
  select
    plate, well, site, movie_id, root_track_id, track_id, generation, first_frame, errors,
    explode(transform(sequence(0, generation), g -> substring_index(lineage_path, '.', g + 1))) as ancestor_path
  from own
) t
join own a on a.movie_id = t.movie_id and a.lineage_path = t.ancestor_path
-- Tracks of one path are one cell that was out of sight: the earlier is the ancestor.
where a.first_frame < t.first_frame
