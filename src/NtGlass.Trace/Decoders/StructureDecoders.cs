using System.Text;
using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Trace.Decoders;

/// <summary>IO_STATUS_BLOCK: <c>0x12ff08 [0/FILE_CREATED]</c>.</summary>
sealed class IoStatusBlockDecoder : PointerDecoder
{
    protected override bool TryWriteTarget(StringBuilder text, in Argument argument)
    {
        if (argument.Memory.ReadUInt32(argument.Address) is not uint status || argument.Memory.ReadUInt32(argument.Address + 4) is not uint information) return false;
        Open(text, argument).Append(status == 0 ? "0" : new NtStatus(status).ToString()).Append('/');
        bool isNamed = argument.Constants.TryFindFor(argument.Service.Name, argument.Parameter.Name, "ULONG_PTR", out ConstantSet? names);
        text.Append(isNamed ? names!.Format(information) : $"{information}").Append(']');
        return true;
    }
}

/// <summary>CLIENT_ID: process and thread.</summary>
sealed class ClientIdDecoder : PointerDecoder
{
    protected override bool TryWriteTarget(StringBuilder text, in Argument argument)
    {
        if (argument.Memory.ReadUInt32(argument.Address) is not uint process || argument.Memory.ReadUInt32(argument.Address + 4) is not uint thread) return false;
        Open(text, argument).Append($"{process}/{thread}]");
        return true;
    }
}

/// <summary>CONTEXT: where it goes on.</summary>
sealed class ContextDecoder : PointerDecoder
{
    const uint Eip = 0xB8;
    const uint Esp = 0xC4;

    protected override bool TryWriteTarget(StringBuilder text, in Argument argument)
    {
        if (argument.Memory.ReadUInt32(argument.Address + Eip) is not uint eip || argument.Memory.ReadUInt32(argument.Address + Esp) is not uint esp) return false;
        Open(text, argument).Append($"Eip=0x{eip:x}, Esp=0x{esp:x}]");
        return true;
    }
}

/// <summary>EXCEPTION_RECORD: the code and where it happened.</summary>
sealed class ExceptionRecordDecoder : PointerDecoder
{
    const uint ExceptionAddress = 0xC;

    protected override bool TryWriteTarget(StringBuilder text, in Argument argument)
    {
        if (argument.Memory.ReadUInt32(argument.Address) is not uint code || argument.Memory.ReadUInt32(argument.Address + ExceptionAddress) is not uint address) return false;
        Open(text, argument).Append($"{new NtStatus(code)} at 0x{address:x}]");
        return true;
    }
}
