using ActorMail.Bench.Readers;

await ReaderCsv.WriteAsync(args[1], int.Parse(args[2]));
return 0;
