using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The object directories that always exist, and the walk through them.</summary>
public sealed class ObjectNamespace
{
    /// <summary>Reparses after which a lookup gives up.</summary>
    const int MostReparses = 32;

    const string BaseNamedObjectsPath = @"\BaseNamedObjects";

    /// <summary>Directories within directories: what lies deeper has no name that a UNICODE_STRING could hold for long.</summary>
    const int MostDepth = 256;

    public ObjectNamespace()
    {
        Device = AddDirectory(Root, "Device");
        DosDevices = AddDirectory(Root, "??");
        BaseNamedObjects = AddDirectory(Root, "BaseNamedObjects");
        ObjectTypes = AddDirectory(Root, "ObjectTypes");
        KnownDlls = AddDirectory(Root, "KnownDlls");
        ObjectDirectory kernelObjects = AddDirectory(Root, "KernelObjects");
        var outOfMemory = new KeyedEvent();
        outOfMemory.Header.IsPermanent = true;
        kernelObjects.Add("CritSecOutOfMemoryEvent", outOfMemory);
        foreach (string name in new[] { "Global", "Local" }) AddLink(BaseNamedObjects, name, BaseNamedObjectsPath);
        AddLink(AddDirectory(AddDirectory(Root, "Sessions"), "0"), "BaseNamedObjects", BaseNamedObjectsPath);
        AddLink(Root, "DosDevices", @"\??");
        AddLink(DosDevices, "GLOBALROOT", "");
    }

    /// <summary>The directory <c>\</c>.</summary>
    public ObjectDirectory Root { get; } = MakeRoot();

    public ObjectDirectory Device { get; }

    /// <summary>The directory <c>\??</c> with the drive letters.</summary>
    public ObjectDirectory DosDevices { get; }

    public ObjectDirectory BaseNamedObjects { get; }

    public ObjectDirectory ObjectTypes { get; }

    public ObjectDirectory KnownDlls { get; }

    public static ObjectDirectory AddDirectory(ObjectDirectory parent, string name)
    {
        var directory = new ObjectDirectory();
        directory.Header.IsPermanent = true;
        parent.Add(name, directory);
        return directory;
    }

    public static void AddLink(ObjectDirectory parent, string name, string target)
    {
        var link = new SymbolicLink(target);
        link.Header.IsPermanent = true;
        parent.Add(name, link);
    }

    /// <summary>Walks a path from <paramref name="start"/>, or from the root directory.</summary>
    public ParseStep Lookup(KernelObject? start, string path, ParseRequest request)
    {
        KernelObject current = start ?? Root;
        for (int reparses = 0; reparses < MostReparses; reparses++)
        {
            ParseStep step = current.Parse(request with { Remaining = path });
            if (step.NewPath is null) return step;
            current = Root;
            path = step.NewPath;
        }
        return ParseStep.Failed(NtStatus.ObjectNameNotFound);
    }

    /// <summary>The parse procedure of directories: the next component, then whatever its object makes of the rest.</summary>
    internal static ParseStep Descend(ObjectDirectory directory, ParseRequest request)
    {
        while (true)
        {
            string rest = request.Remaining.StartsWith('\\') ? request.Remaining[1..] : request.Remaining;
            if (rest.Length == 0) return ParseStep.Found(directory);
            int end = rest.IndexOf('\\');
            string name = end < 0 ? rest : rest[..end];
            request = request with { Remaining = end < 0 ? "" : rest[end..] };
            if (name.Length == 0) return ParseStep.Failed(NtStatus.ObjectNameInvalid);
            if (!directory.TryFind(name, request.IsCaseInsensitive, out KernelObject? found)) return NotFound(directory, name, request);
            if (found is not ObjectDirectory inner || request.Remaining.Length == 0) return found.Parse(request);
            directory = inner;
        }
    }

    static ParseStep NotFound(ObjectDirectory directory, string name, ParseRequest request)
    {
        if (request.Remaining.Length > 0) return ParseStep.Failed(NtStatus.ObjectPathNotFound);
        if (request.Context is not NameInsertion insertion) return ParseStep.Failed(NtStatus.ObjectNameNotFound);
        if (directory.Header.Depth >= MostDepth) return ParseStep.Failed(NtStatus.NameTooLong);
        directory.Add(name, insertion.Target);
        return ParseStep.Found(insertion.Target);
    }

    static ObjectDirectory MakeRoot()
    {
        var root = new ObjectDirectory();
        root.Header.IsPermanent = true;
        root.Header.Name = @"\";
        return root;
    }
}
