-- Who descends from whom: one row for every track and each of its ancestors. A track is not its own ancestor.
select
  t.plate, t.well, t.site, t.movie_id, t.root_track_id, a.track_id as ancestor_track_id, t.track_id,
  t.generation - a.generation as generations
from (
  select
    plate, well, site, movie_id, root_track_id, track_id, generation, first_frame,
    unnest([array_to_string(string_split(lineage_path, '.')[1:g], '.') for g in range(1, generation + 2)])
      as ancestor_path
  from tracks
) t
join tracks a on a.movie_id = t.movie_id and a.lineage_path = t.ancestor_path
-- Tracks of one path are one cell that was out of sight: the earlier is the ancestor.
where a.first_frame < t.first_frame
