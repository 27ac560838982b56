using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PROCESS_PRIORITY_CLASS.</summary>
static class PriorityClasses
{
    public const byte Idle = 1, Normal = 2, High = 3, RealTime = 4, BelowNormal = 5, AboveNormal = 6;
}

/// <summary>The priorities of processes, and how those of their threads follow.</summary>
static class ProcessPriority
{
    /// <returns>STATUS_INVALID_PARAMETER, STATUS_PRIVILEGE_NOT_HELD for real time, STATUS_SUCCESS.</returns>
    public static NtStatus SetClass(EProcess process, byte priorityClass)
    {
        int? priority = priorityClass switch
        {
            PriorityClasses.Idle => 4,
            PriorityClasses.BelowNormal => 6,
            PriorityClasses.Normal => 8,
            PriorityClasses.AboveNormal => 10,
            PriorityClasses.High => 13,
            PriorityClasses.RealTime => 24,
            _ => null,
        };
        if (priority is not int wanted) return NtStatus.InvalidParameter;
        process.PriorityClass = priorityClass;
        SetBase(process, wanted);
        return NtStatus.Success;
    }

    /// <summary>Changes the base priority; the threads keep their distance to it.</summary>
    public static void SetBase(EProcess process, int priority)
    {
        int change = priority - process.BasePriority;
        process.BasePriority = priority;
        EProcessStruct fields = process.Struct;
        fields.BasePriority = (sbyte)priority;
        fields.PriorityClass = process.PriorityClass;
        foreach (KThread thread in process.Threads)
        {
            thread.BasePriority = Math.Clamp(thread.BasePriority + change, 1, 31);
            process.Kernel.Dispatcher.SetPriority(thread, thread.BasePriority);
        }
    }
}
