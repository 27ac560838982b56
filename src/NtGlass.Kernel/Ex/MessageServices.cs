using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services that say something to the user or to a debugger.</summary>
public static class MessageServices
{
    const uint MostParameters = 5;
    const uint ResponseReturnToCaller = 0, ResponseOk = 6;

    /// <summary>Tells the user of an error; nobody is there to choose, so the answer is "OK".</summary>
    [SystemService(Missing = "somebody who answers: the error is reported, the answer is always OK; the shutdown option")]
    public static NtStatus NtRaiseHardError(
        KThread caller, NtStatus errorStatus, uint numberOfParameters, uint unicodeStringParameterMask, [Opt] UserBuffer parameters,
        uint validResponseOptions, Out<uint> response)
    {
        if (numberOfParameters > MostParameters) return NtStatus.InvalidParameter2;
        response.ProbeForWrite(caller);
        parameters.ProbeForRead(caller, numberOfParameters * 4, alignment: 4);
        var texts = new string[numberOfParameters];
        for (int i = 0; i < texts.Length; i++)
        {
            uint value = new In<uint>(parameters.Slice((uint)i * 4).Address).Read(caller);
            NtStatus status = Describe(caller, value, (unicodeStringParameterMask >> i & 1) != 0, out texts[i]);
            if (status.IsError) return status;
        }
        caller.Kernel.Observer?.HardError(caller.Process.ProcessId, errorStatus, texts);
        response.Write(caller, validResponseOptions == 0 ? ResponseReturnToCaller : ResponseOk);
        return NtStatus.Success;
    }

    /// <summary>Prints on the blue screen of the boot: here it is text for a debugger.</summary>
    [SystemService(Missing = "the boot screen: the text goes where debug prints go, without the privilege")]
    public static NtStatus NtDisplayString(KThread caller, In<UnicodeString> @string)
    {
        NtStatus status = UnicodeStrings.Capture(caller, @string, out string text);
        if (!status.IsError) caller.Kernel.Observer?.DebugPrint(caller.Process.ProcessId, text);
        return status;
    }

    /// <summary>Tells whether DbgPrintEx of a component would print: errors only.</summary>
    [SystemService(Missing = "filters that were set: only errors pass")]
    public static NtStatus NtQueryDebugFilterState(KThread caller, uint componentId, uint level) =>
        new(level == 0 ? 1u : 0);

    /// <summary>Chooses what DbgPrintEx prints, for which programs here lack the privilege.</summary>
    [SystemService(Missing = "filters: ACCESS_DENIED")]
    public static NtStatus NtSetDebugFilterState(KThread caller, uint componentId, uint level, bool state) => NtStatus.AccessDenied;

    static NtStatus Describe(KThread caller, uint value, bool isString, out string text)
    {
        text = $"0x{value:x8}";
        return isString ? UnicodeStrings.Capture(caller, new In<UnicodeString>(new GuestAddress(value)), out text) : NtStatus.Success;
    }
}
