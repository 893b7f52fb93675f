-- The functions of lineages and times, as Spark has them; a third daughter has no sister here either.
create or replace macro lineage_root(path) as cast(split_part(path, '.', 1) as integer);
create or replace macro lineage_generation(path) as cast(length(path) - length(replace(path, '.', '')) as integer);
create or replace macro lineage_ancestor(path, generation) as
  case when generation between 0 and lineage_generation(path)
    then array_to_string(string_split(path, '.')[1:generation + 1], '.') end;
create or replace macro lineage_ancestors(path) as
  [array_to_string(string_split(path, '.')[1:g], '.') for g in range(1, lineage_generation(path) + 1)];
create or replace macro lineage_parent(path) as lineage_ancestor(path, lineage_generation(path) - 1);
create or replace macro lineage_sister(path) as
  case when path like '%.1' then lineage_parent(path) || '.2' when path like '%.2' then lineage_parent(path) || '.1' end;
create or replace macro descends_from(path, ancestor) as starts_with(path, ancestor || '.');
create or replace macro lineage_common_ancestor(a, b) as
  list_max([{'g': g, 'path': lineage_ancestor(a, g)} for g in range(0, lineage_generation(a) + 1)
    if lineage_ancestor(a, g) = lineage_ancestor(b, g)]).path;
create or replace macro lineage_distance(a, b) as
  lineage_generation(a) + lineage_generation(b) - 2 * lineage_generation(lineage_common_ancestor(a, b));
create or replace macro cousin_degree(a, b) as
  case when lineage_common_ancestor(a, b) not in (a, b)
    then least(lineage_generation(a), lineage_generation(b)) - lineage_generation(lineage_common_ancestor(a, b)) - 1
  end;
create or replace macro cell_cycle(origin, fate, length) as
  case when origin = 'division' and fate = 'division' then cast(length as double) end;
create or replace macro time_since_division(origin, first_frame, frame) as
  case when origin = 'division' and frame >= first_frame then frame - first_frame end;
create or replace macro doubling_time(before, after, duration) as
  case when before > 0 and after > before and duration > 0 then duration * ln(2) / ln(after / before) end;
