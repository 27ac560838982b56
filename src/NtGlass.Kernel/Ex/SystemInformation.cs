using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>NtQuerySystemInformation and what is asked through it.</summary>
public static class SystemInformation
{
    /// <summary>Tells about the system.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, what the class says, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "processors' idle and power numbers, exceptions, locks and pool tags, which are 0; other classes")]
    public static NtStatus NtQuerySystemInformation(
        KThread caller, SystemInformationClass systemInformationClass, [Opt] UserBuffer systemInformation, uint systemInformationLength,
        [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, systemInformation, systemInformationLength, returnLength);
        answer.Probe();
        return AnswerOfMachine(answer, systemInformationClass) ?? AnswerOfObjects(answer, systemInformationClass)
            ?? AnswerOfSettings(answer, systemInformationClass) ?? NtStatus.InvalidInfoClass;
    }

    /// <summary>Tells about the machine as it is beneath a 32-bit process; this one has 32 bits throughout.</summary>
    /// <inheritdoc cref="NtQuerySystemInformation" path="/returns"/>
    [SystemService(Missing = "what NtQuerySystemInformation lacks")]
    public static NtStatus NtWow64GetNativeSystemInformation(
        KThread caller, SystemInformationClass systemInformationClass, UserBuffer systemInformation, uint systemInformationLength,
        [Opt] Out<uint> returnLength) =>
        NtQuerySystemInformation(caller, systemInformationClass, systemInformation, systemInformationLength, returnLength);

    /// <summary>Tells about the system, with a question that narrows the answer.</summary>
    /// <returns>STATUS_INVALID_PARAMETER, errors of the handle, STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH,
    /// STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    [SystemService(Missing = "processors' idle and power numbers, which are 0; other classes")]
    public static NtStatus NtQuerySystemInformationEx(
        KThread caller, SystemInformationClass systemInformationClass, UserBuffer inputBuffer, uint inputBufferLength,
        [Opt] UserBuffer systemInformation, uint systemInformationLength, [Opt] Out<uint> returnLength)
    {
        var answer = new QueryAnswer(caller, systemInformation, systemInformationLength, returnLength);
        answer.Probe();
        if (inputBuffer.IsNull || inputBufferLength == 0) return NtStatus.InvalidParameter;
        switch (systemInformationClass)
        {
            case SystemInformationClass.LogicalProcessorAndGroup:
                if (inputBufferLength < 4) return NtStatus.InvalidParameter;
                uint relationship = new In<uint>(inputBuffer.Address).Read(caller);
                return LogicalProcessors.BuildWithGroups(relationship) is { Length: > 0 } entries ? answer.AtLeast(entries) : NtStatus.InvalidParameter;
            case SystemInformationClass.CpuSet:
                return inputBufferLength < 4 ? NtStatus.InvalidParameter : OfProcess(answer, inputBuffer, _ => LogicalProcessors.BuildCpuSet());
            case SystemInformationClass.SupportedProcessorArchitectures:
                return inputBufferLength != 4 ? NtStatus.InvalidParameter : OfProcess(answer, inputBuffer, SystemCounters.Architectures);
            case SystemInformationClass.LogicalProcessor or SystemInformationClass.ProcessorPerformance or SystemInformationClass.Interrupt
                or SystemInformationClass.ProcessorIdle or SystemInformationClass.ProcessorPower or SystemInformationClass.ProcessorIdleCycleTime
                or SystemInformationClass.ProcessorCycleTime:
                return inputBufferLength != 2 ? NtStatus.InvalidParameter
                    : new In<ushort>(inputBuffer.Address).Read(caller) != 0 ? NtStatus.InvalidParameter
                    : AnswerOfMachine(answer, systemInformationClass) ?? NtStatus.InvalidInfoClass;
            default:
                return NtStatus.InvalidInfoClass;
        }
    }

    /// <summary>The processor, its memory and its counters.</summary>
    static NtStatus? AnswerOfMachine(QueryAnswer answer, SystemInformationClass what)
    {
        NtKernel kernel = answer.Caller.Kernel;
        return what switch
        {
            SystemInformationClass.Basic or SystemInformationClass.EmulationBasic => answer.Exactly(SystemCounters.Basic(kernel)),
            SystemInformationClass.Processor or SystemInformationClass.EmulationProcessor => answer.AtLeast(SystemCounters.Processor(kernel)),
            SystemInformationClass.Performance => SystemCounters.Performance(answer),
            SystemInformationClass.ProcessorPerformance => answer.AtLeast(SystemCounters.ProcessorPerformance(kernel)),
            SystemInformationClass.Interrupt => answer.AtLeast(SystemCounters.Interrupt(kernel)),
            SystemInformationClass.DpcBehavior => answer.Exactly(new GuestRecord(0x14).Set(4, 4u).Set(8, 3u).Set(12, 20u).Bytes),
            SystemInformationClass.Exception => answer.AtLeast(new byte[0x10]),
            SystemInformationClass.ContextSwitch => answer.Exactly(SystemCounters.ContextSwitches(kernel)),
            SystemInformationClass.CallCount => answer.AtLeast(SystemCounters.CallCount(kernel)),
            SystemInformationClass.VdmInstemul => answer.Exactly(new byte[0x88]),
            SystemInformationClass.FileCache or SystemInformationClass.FileCacheEx => SystemCounters.FileCache(answer, kernel),
            SystemInformationClass.ProcessorIdle => answer.AtLeast(new byte[0x30]),
            SystemInformationClass.ProcessorPower => answer.AtLeast(new byte[0x4C]),
            SystemInformationClass.ProcessorIdleCycleTime => answer.AtLeast(SystemCounters.IdleCycles(kernel)),
            SystemInformationClass.ProcessorCycleTime => answer.AtLeast(new byte[8]),
            SystemInformationClass.LogicalProcessor => answer.AtLeast(LogicalProcessors.Build()),
            SystemInformationClass.NumaProcessorMap => answer.AtLeast(LogicalProcessors.NumaMap()),
            SystemInformationClass.NumaAvailableMemory => answer.AtLeast(LogicalProcessors.NumaMemory(SystemCounters.AvailablePages(kernel))),
            SystemInformationClass.ProcessorBrandString => answer.AtLeast(SystemCounters.BrandString),
            SystemInformationClass.RecommendedSharedDataAlignment => answer.Exactly(LogicalProcessors.LineSize),
            SystemInformationClass.Device => answer.Exactly(new GuestRecord(0x18).Set(0, 1u).Bytes),
            SystemInformationClass.FirmwareTable => FirmwareTable.Answer(answer),
            _ => null,
        };
    }

    /// <summary>Processes, modules, handles and other things that the kernel keeps lists of.</summary>
    static NtStatus? AnswerOfObjects(QueryAnswer answer, SystemInformationClass what)
    {
        NtKernel kernel = answer.Caller.Kernel;
        return what switch
        {
            SystemInformationClass.Process => answer.AtLeast(SystemProcessList.Build(kernel, answer.Buffer.Address, extended: false)),
            SystemInformationClass.ExtendedProcess => answer.AtLeast(SystemProcessList.Build(kernel, answer.Buffer.Address, extended: true)),
            SystemInformationClass.SessionProcess => SystemProcessList.OfSession(answer),
            SystemInformationClass.Module => answer.AtLeast(SystemModuleList.Build(kernel.Machine.Modules)),
            SystemInformationClass.ModuleEx => answer.AtLeast(SystemModuleList.BuildEx(kernel.Machine.Modules)),
            SystemInformationClass.Handle => answer.AtLeast(SystemHandleList.Build(kernel)),
            SystemInformationClass.ExtendedHandle => answer.AtLeast(SystemHandleList.BuildExtended(kernel)),
            SystemInformationClass.Object => answer.Length < 0x30 ? NtStatus.InfoLengthMismatch : NtStatus.Unsuccessful,
            SystemInformationClass.Locks or SystemInformationClass.PoolTag => answer.AtLeast(new byte[4]),
            SystemInformationClass.PageFile => answer.AtLeast(SystemCounters.PageFile(kernel, answer.Buffer.Address)),
            SystemInformationClass.Lookaside => NtStatus.Success,
            _ => null,
        };
    }

    /// <summary>What was chosen for this system: times, flags, quotas, versions.</summary>
    static NtStatus? AnswerOfSettings(QueryAnswer answer, SystemInformationClass what)
    {
        const uint RegistryQuota = 0x0200_0000, PagedPool = 0x1000_0000, Unset = uint.MaxValue;
        NtKernel kernel = answer.Caller.Kernel;
        return what switch
        {
            SystemInformationClass.TimeOfDay => SystemTimes.TimeOfDay(answer, kernel),
            SystemInformationClass.TimeAdjustment => answer.Exactly(SystemTimes.Adjustment(kernel)),
            SystemInformationClass.CurrentTimeZone => answer.AtLeast(SystemTimes.TimeZone()),
            SystemInformationClass.DynamicTimeZone => answer.AtLeast(SystemTimes.DynamicTimeZone()),
            SystemInformationClass.Flags => answer.Exactly(kernel.GlobalFlag),
            SystemInformationClass.RangeStart => answer.Exactly(kernel.Profile.Boot.SystemRangeStart),
            SystemInformationClass.KernelDebugger => answer.AtLeast([0, 1]),
            SystemInformationClass.KernelDebuggerEx => answer.AtLeast([0, 0, 0]),
            SystemInformationClass.KernelDebuggerFlags => answer.Exactly([0]),
            SystemInformationClass.RegistryQuota => answer.Exactly(
                new GuestRecord(0x0C).Set(0, RegistryQuota).Set(4, 0u).Set(8, PagedPool).Bytes),
            SystemInformationClass.CrashDumpState or SystemInformationClass.ObjectSecurityMode => answer.Exactly(0u),
            SystemInformationClass.ComPlusPackage => answer.Exactly(Unset),
            SystemInformationClass.CodeIntegrity => SystemCounters.CodeIntegrity(answer),
            SystemInformationClass.SecureBoot => answer.AtLeast([0, 0]),
            SystemInformationClass.BootEnvironment => answer.AtLeast(new GuestRecord(0x20).Set(0x10, 1u).Bytes),
            SystemInformationClass.WineVersion when kernel.Userland is WineContract => answer.AtLeast(SystemCounters.WineVersion()),
            _ => null,
        };
    }

    /// <summary>An answer about one process, named by a handle in the question; zero means the system as such.</summary>
    static NtStatus OfProcess(QueryAnswer answer, UserBuffer question, Func<EProcess?, byte[]> build)
    {
        var handle = new HandleOf<EProcess>(new In<uint>(question.Address).Read(answer.Caller));
        if (handle.IsNull) return Fit(answer, build(null));
        NtStatus status = Ob.Reference(answer.Caller, handle, ProcessRights.QueryInformation, out ObjectRef<EProcess> process);
        if (status.IsError) return status;
        using (process) return Fit(answer, build(process.Object));
    }

    static NtStatus Fit(QueryAnswer answer, byte[] bytes)
    {
        NtStatus status = answer.AtLeast(bytes);
        return status == NtStatus.InfoLengthMismatch ? NtStatus.BufferTooSmall : status;
    }
}
