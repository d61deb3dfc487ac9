# An answer without rows is no error. What was asked for is said, with things of nearly that name and what to leave out.
$ ytterby report exposure Japan
?who	?exposure	?to	?for	?value	?unit	?remark	?when	?source
! report exposure knows nothing of this: about Japan; nearest: Japanese government (y:Japanese-government), Japanese magnet makers (y:Japanese-magnet-makers), Japan Bank for International Cooperation (y:JBIC); it tells more without about

$ ytterby report dependencies Germany stage=mining --quiet
?who	?on	?for	?how	?value	?when	?source

# A name that nothing has is an error, with the nearest names.
$ ytterby report exposure Jappan
! ytterby: error: no thing is called "Jappan"; nearest: Japan (y:Japan), Bank of Japan (y:Bank-of-Japan), Geological Survey of Japan (y:Geological-Survey-of-Japan), TDK comes from Japan (y:SMM-2025-10-26-TDK-country), multinationals from Japan share the monopoly of magnet production in Malaysia (y:SMM-2025-10-26-Japanese-magnet-monopoly), the Japanese magnet makers come from Japan (y:SMM-2025-10-26-Japanese-magnet-makers-country), …
? 1

$ ytterby report whatif 'rare earth'
! ytterby: error: "rare earth" may mean several things: rare earths (y:Rare-earths), rare-earth oxide (y:Rare-earth-oxide), rare-earth alloys (y:Rare-earth-alloys), rare-earth output (y:Rare-earth-output), rare-earth supply (y:Rare-earth-supply), Rare Earths Norway (y:Rare-Earths-Norway), …
? 1

