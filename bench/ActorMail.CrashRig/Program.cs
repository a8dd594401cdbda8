using ActorMail.CrashRig.Mutations;
using ActorMail.CrashRig.Summaries;

if (RigArguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(RigArguments.Usage);
    return 2;
}

return arguments.Mutations
    ? await MutationCheck.RunAllAsync(Console.Out)
    : await new LongRun(arguments, TimeProvider.System, Console.Out).RunAsync();
