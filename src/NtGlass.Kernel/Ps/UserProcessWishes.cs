using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What the attributes of NtCreateUserProcess ask for, their handles referenced.</summary>
public sealed class UserProcessWishes
{
    const int MostHandles = 0x4000;
    const uint ImageInformationSize = 0x30;

    readonly PsAttributeList attributes;
    readonly ProcessCreateFlags flags;
    EProcess? parent;
    Token? token;
    DebugObject? debugger;
    IReadOnlyList<Job> jobs = [];
    HashSet<Handle>? onlyHandles;
    byte? priorityClass;

    UserProcessWishes(PsAttributeList attributes, ProcessCreateFlags flags) => (this.attributes, this.flags) = (attributes, flags);

    public string ImageName { get; private set; } = "";

    public StdHandleInfo StandardHandles { get; private set; } = StdHandleInfo.AlwaysDuplicate;

    public bool InheritsHandles => flags.HasFlag(ProcessCreateFlags.InheritHandles);

    public bool InheritsAllHandles => InheritsHandles && onlyHandles is null;

    /// <returns>STATUS_INVALID_PARAMETER, errors of the handles, STATUS_SUCCESS.</returns>
    internal static NtStatus Capture(
        KThread caller, ReferenceList references, PsAttributeList attributes, ProcessCreateFlags flags, out UserProcessWishes? captured)
    {
        captured = null;
        var wishes = new UserProcessWishes(attributes, flags);
        if (!attributes.TryGet(PsAttributeNumber.ImageName, out PsAttribute name)) return NtStatus.InvalidParameter;
        if (name.Size is 0 or > ushort.MaxValue || name.Size % 2 != 0) return NtStatus.InvalidParameter;
        wishes.ImageName = UnicodeStrings.ReadText(caller, name.Buffer.Address, (int)name.Size);
        if (attributes.TryGet(PsAttributeNumber.StdHandleInfo, out PsAttribute standard))
        {
            if (standard.Size != StdHandleInfo.Size) return NtStatus.InvalidParameter;
            wishes.StandardHandles = new In<StdHandleInfo>(standard.Buffer.Address).Read(caller);
        }
        if (attributes.TryGet(PsAttributeNumber.PriorityClass, out PsAttribute priority)) wishes.priorityClass = (byte)priority.Value;
        wishes.TakeObjects(references);
        if (references.Status.IsError) return references.Status;
        NtStatus status = wishes.TakeLists(caller, references);
        if (status.IsError) return status;
        captured = wishes;
        return NtStatus.Success;
    }

    internal ProcessRequest Request(Section image, EProcess creator) => new(image)
    {
        Parent = parent ?? creator,
        InheritsHandles = InheritsHandles,
        OnlyHandles = onlyHandles,
        Token = token,
        BreaksAway = (flags & (ProcessCreateFlags.Breakaway | ProcessCreateFlags.ForceBreakaway)) != 0,
        Debugger = debugger,
        InheritsDebugger = !flags.HasFlag(ProcessCreateFlags.NoDebugInherit),
    };

    /// <summary>Puts the new process into the jobs and the priority class that were asked for.</summary>
    /// <returns>What the jobs say, STATUS_INVALID_PARAMETER for the class, STATUS_SUCCESS.</returns>
    internal NtStatus Apply(EProcess process)
    {
        foreach (Job job in jobs)
        {
            NtStatus status = job.Assign(process);
            if (status.IsError) return status;
        }
        return priorityClass is byte wanted ? ProcessPriority.SetClass(process, wanted) : NtStatus.Success;
    }

    /// <summary>Fills the attributes that tell about what was made.</summary>
    internal void Answer(KThread caller, KThread thread, Section image)
    {
        ClientId id = thread.ClientId;
        if (attributes.TryGet(PsAttributeNumber.ClientId, out PsAttribute client)) client.Answer(caller, MemoryMarshal.AsBytes(new ReadOnlySpan<ClientId>(in id)));
        if (attributes.TryGet(PsAttributeNumber.TebAddress, out PsAttribute teb)) teb.Answer(caller, BitConverter.GetBytes(thread.Teb.Value));
        if (attributes.TryGet(PsAttributeNumber.ImageInfo, out PsAttribute info) && info.Size >= ImageInformationSize)
            info.Answer(caller, image.Image!.Information());
    }

    void TakeObjects(ReferenceList references)
    {
        if (attributes.TryGet(PsAttributeNumber.ParentProcess, out PsAttribute found))
            parent = references.Take(new HandleOf<EProcess>(found.Value), ProcessRights.CreateProcess);
        if (attributes.TryGet(PsAttributeNumber.DebugObject, out found))
            debugger = references.Take(new HandleOf<DebugObject>(found.Value), DebugObject.ProcessAssign);
        if (attributes.TryGet(PsAttributeNumber.Token, out found))
            token = references.Take(new HandleOf<Token>(found.Value), TokenAccess.AssignPrimary);
    }

    NtStatus TakeLists(KThread caller, ReferenceList references)
    {
        if (attributes.TryGet(PsAttributeNumber.JobList, out PsAttribute list))
        {
            if (!TryReadHandles(caller, list, out Handle[] handles)) return NtStatus.InvalidParameter;
            jobs = [.. handles.Select(handle => references.Take(new HandleOf<Job>(handle.Value), Job.AssignProcess)).OfType<Job>()];
            if (references.Status.IsError) return references.Status;
        }
        if (!attributes.TryGet(PsAttributeNumber.HandleList, out list)) return NtStatus.Success;
        if (!InheritsHandles || !TryReadHandles(caller, list, out Handle[] inherited)) return NtStatus.InvalidParameter;
        HandleTable table = (parent ?? caller.Process).Handles;
        if (!inherited.All(handle => table.Find(handle) is { IsInherited: true })) return NtStatus.InvalidParameter;
        onlyHandles = [.. inherited.Select(handle => new Handle(handle.Value & ~3u))];
        return NtStatus.Success;
    }

    static bool TryReadHandles(KThread caller, PsAttribute list, out Handle[] handles)
    {
        handles = [];
        if (list.Size % 4 != 0 || list.Size / 4 > MostHandles) return false;
        handles = new Handle[list.Size / 4];
        list.Buffer.Read(caller, MemoryMarshal.AsBytes(handles.AsSpan()));
        return true;
    }
}
