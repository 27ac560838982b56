namespace NtGlass.Kernel;

/// <summary>The types of objects that the system knows.</summary>
public static class ObjectTypes
{
    /// <summary>XP's types in the order of their numbers, from 1.</summary>
    static readonly string[] Names =
    [
        "Type", "Directory", "SymbolicLink", "Token", "Process", "Thread", "Job", "DebugObject", "Event", "EventPair", "Mutant", "Callback",
        "Semaphore", "Timer", "Profile", "KeyedEvent", "WindowStation", "Desktop", "Section", "Key", "Port", "WaitablePort", "Adapter",
        "Controller", "Device", "Driver", "IoCompletion", "File", "WmiGuid",
    ];

    /// <summary>Those of which objects can be made.</summary>
    public static IReadOnlyList<ObjectType> All { get; } =
    [
        ObjectDirectory.ObjectType, SymbolicLink.ObjectType, Token.ObjectType, EProcess.ObjectType, KThread.ObjectType, Job.ObjectType,
        DebugObject.ObjectType, KEvent.ObjectType,
        KMutant.ObjectType, KSemaphore.ObjectType, KTimer.ObjectType, KeyedEvent.ObjectType, Section.ObjectType, IoDevice.ObjectType,
        IoCompletion.ObjectType, FileObject.ObjectType, EventPair.ObjectType, KProfile.ObjectType, LpcPort.ObjectType,
        LpcPort.WaitableObjectType,
        KeyObject.ObjectType,
    ];

    /// <summary>Types that came after XP follow its own.</summary>
    internal static int IndexOf(string name)
    {
        int known = Array.IndexOf(Names, name) + 1;
        return known > 0 ? known : Names.Length + 1 + All.TakeWhile(type => type.Name != name).Count(type => !Names.Contains(type.Name));
    }
}
