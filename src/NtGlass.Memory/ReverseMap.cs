namespace NtGlass.Memory;

/// <summary>Where each frame is mapped. Most frames are mapped once, so the second and later places live apart.</summary>
internal sealed class ReverseMap(int frames)
{
    readonly Place[] first = new Place[frames];
    readonly Dictionary<uint, List<Place>> others = [];

    public void Add(uint frame, PageTable table, uint page)
    {
        var place = new Place(table, page);
        if (first[frame].Table is null) first[frame] = place;
        else if (others.TryGetValue(frame, out List<Place>? list)) list.Add(place);
        else others[frame] = [place];
    }

    public void Remove(uint frame, PageTable table, uint page)
    {
        var place = new Place(table, page);
        if (first[frame] == place)
        {
            first[frame] = default;
            if (!others.TryGetValue(frame, out List<Place>? rest)) return;
            first[frame] = rest[^1];
            place = rest[^1];
        }

        if (!others.TryGetValue(frame, out List<Place>? list)) return;
        list.Remove(place);
        if (list.Count == 0) others.Remove(frame);
    }

    public void ForEach(uint frame, Action<PageTable, uint> action)
    {
        if (first[frame].Table is PageTable table) action(table, first[frame].Page);
        if (!others.TryGetValue(frame, out List<Place>? list)) return;
        foreach (Place place in list) action(place.Table!, place.Page);
    }

    readonly record struct Place(PageTable? Table, uint Page);
}
