namespace NtGlass.Memory;

/// <summary>Keeps all views of a machine together within what the host allows a process in mappings.</summary>
internal sealed class MappingBudget
{
    // As many as four views that are about to be emptied on their own account.
    const int MostChanges = 20_000;

    readonly List<HostView> views = [];
    int changes;

    public void Add(HostView view) => views.Add(view);

    public void Remove(HostView view)
    {
        changes -= view.Changes;
        views.Remove(view);
    }

    /// <summary>A view is about to change once more; past the limit the one with the most changes is emptied.</summary>
    public void CountChange()
    {
        if (++changes < MostChanges) return;
        Empty(views.MaxBy(view => view.Changes)!);
    }

    public void Empty(HostView view)
    {
        changes -= view.Changes;
        view.Empty();
    }
}
