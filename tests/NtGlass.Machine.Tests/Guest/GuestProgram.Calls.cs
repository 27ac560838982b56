using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Guest;

/// <summary>Ways to call: system services by either gate, and functions of DLLs.</summary>
public sealed partial class GuestProgram
{
    const string SysenterStub = "sysenter stub", SysenterGate = "sysenter", InterruptGate = "int 2e";

    /// <summary>Calls a service as ntdll's stubs do; its status is in eax, ecx and edx are lost.</summary>
    public void Sysenter(uint number, params uint[] arguments) => Service(SysenterStub, number, arguments);

    /// <summary>The same call through interrupt 2E.</summary>
    public void Interrupt2E(uint number, params uint[] arguments) => Service(InterruptGate, number, arguments);

    /// <summary>Calls a stdcall function that the loader has imported.</summary>
    public void Call(string dll, string name, params uint[] arguments)
    {
        Push(arguments);
        Code.call(__dword_ptr[Import(dll, name)]);
    }

    /// <summary>Stores eax.</summary>
    public void Store(uint cell) => Code.mov(__dword_ptr[cell], eax);

    /// <summary>Puts an exception handler, a place of the program, at the head of the thread's list.</summary>
    public void RegisterHandler(string handler)
    {
        Code.push(AddressOf(handler));
        Code.push(__dword_ptr.fs[0]);
        Code.mov(__dword_ptr.fs[0], esp);
    }

    /// <summary>Ends the process with eax as status.</summary>
    public void Exit()
    {
        Code.push(eax);
        Code.push(-1);
        Code.call(__dword_ptr[Import("ntdll.dll", "NtTerminateProcess")]);
    }

    void Service(string gate, uint number, uint[] arguments)
    {
        Push(arguments);
        Code.mov(eax, number);
        Code.call(Place(gate));
        if (arguments.Length > 0) Code.add(esp, arguments.Length * 4);
    }

    void Push(uint[] arguments)
    {
        foreach (uint argument in arguments.AsEnumerable().Reverse()) Code.push(argument);
    }

    /// <summary>At sysenter [esp] returns into the stub, [esp+4] to its caller, [esp+8] is the first argument.</summary>
    void EmitGates()
    {
        Mark(SysenterStub);
        Code.call(Place(SysenterGate));
        Code.ret();
        Mark(SysenterGate);
        Code.mov(edx, esp);
        Code.sysenter();
        Mark(InterruptGate);
        Code.lea(edx, __[esp + 4]);
        Code.@int(0x2E);
        Code.ret();
    }
}
