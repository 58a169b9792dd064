// First names that are common in the UK, among people born here and elsewhere. A name that is also an everyday word
// counts only before a surname. Without accents and in lower case, as `folded` makes them.

/** Almost always a person's name: reported on its own. */
export const givenNames: ReadonlySet<string> = new Set(
  `
  abdalla abdallah abdel abdi abdirahman abdul abdulaziz abdulrahman abebe abeba abraham abu adil adnan ahmad ahmed
  aicha aisha aleksandr aleksandra alem alemayehu alganesh ali alina amal amanuel amar amin amina aminata amir amira
  anahita anastasiia anastasiya andriy aram arash ardit arjun armin asad asha ashraf asif asmaa aster aya ayaan ayan
  ayman ayse azadeh azar azeb bahar baran bashir behnam behrouz berhane besart besnik bilal biniam biruk bogdan bushra
  chidi chinedu dagmawi dana danylo daryna daud dawit denys desta dilan dilnoza diyar dmytro ebrahim ehsan ekram elham
  elias elira emal emebet ephrem ermias esra eyob ezgi fadi fahad faisal farah fareed farhad farid farida faris fariba
  farzana fatemeh fatima fatma fatou fatoumata fereshteh feruz filmon firas freweini furkan genet getachew ghada girma
  goran gulnara habib habiba hadi hadiya hafsa haile hala hamid hamida haleema halima hamza hana hanan hani hanna haris
  haroon hasan hassan hawa heba helin henok hiba hiwot hodan hoda hossein huda husain hussain hussein ibrahim ibtisam
  idris ifrah iftikhar ihor ikram ilham iman imran inas iryna ismael ismail issa iuliia ivanna jaber jalal jamal jamila
  jamil javad javid jawad kahsay kamal kamran kareem karim karwan kateryna kawa khadija khadra khaled khalid khalil
  kidane kidist kofi kostiantyn kwame laila lamia latifa layla leila lemlem leyla liben liliia liudmyla lubna lyudmyla
  maha mahad mahdi mahmood mahmoud maimuna malak malika mamadou manal mansour mariam mariama marwa marwan maryam masoud
  maryna maysa mebrahtu medhanie mehdi mehmet mehran meron merhawi meseret milad mina mohamad mohamed mohammad mohammed
  mohsen mona muhammad muna murad mustafa mykhailo mykola nabil nada nadia nadir naeem nahid naima najib najma nasir
  nasra nasrin natalia nataliia nazanin negin nejib ngozi nguyen nimco noor noura nour nura oksana oleh oleksandr
  oleksii olena olha omar omid osama osman parisa parveen parwin pavlo payam petro qasim rabia rahel rahim rahma rahwa
  rami rana rania rashid rasha rawan razia reem reza rezan rida rima robel roksolana roza ruslan ruta saad sabah sabrina
  saddam sadia saeed saed safa safiya sahar sahra said saida saif sakina salah salam saleh salem salim salma saman samar
  samer samir samira samrawit samuel sana sanaa sarwar selam selamawit semhar senait serhii seyed shabnam shadi shahid
  shahin shakira shams sharif shaza sherin shirin shukri sina sofiia solomon soraya suhail sulaiman suleiman sumaya
  svitlana tadesse tahir taras tarek tariq tedros temesgen tesfay tesfaye tetiana tewolde tigist tsegay tymofii umar
  usman vadym valentyna vasyl viktoriia vitalii volodymyr vyacheslav wafa wael walid warsame wassim weyni winta wolde
  yahya yared yasin yasir yasmin yasmine yaroslav yevhen yohannes yonas yosef yosief yousef youssef yulia yuliia yuriy
  yusuf zahra zainab zakaria zaki zara zebib zeinab zekarias zemzem zenebech zerihun zeynep ziad zinaida zoran zubair
  олена олександр олексій андрій анастасія богдан василь вікторія віталій володимир дмитро галина євген ірина іван
  катерина лариса людмила марія микола михайло наталія наталя оксана ольга петро роман світлана сергій тарас тетяна юлія
  юрій ярослав احمد أحمد محمد محمود علي حسن حسين عمر خالد يوسف ابراهيم إبراهيم مصطفى فاطمة عائشة مريم زينب خديجة ليلى
  سارة نور امينة أمينة حليمة رشيد کریم کریمه زهرا رضا مهدی ሰላማዊት ተስፋይ ኃይለ ዮናስ ሳምራዊት ሚካኤል ገብረ ፍረወይኒ ሄኖክ ዳዊት ለምለም
`
    .trim()
    .split(/\s+/),
)

/** Also names of streets, authors or saints, or everyday words: reported only with a surname. */
export const givenNamesWithSurname: ReadonlySet<string> = new Set(
  `
  aaron adam adele adrian agnes alan albert alex alexander alexandra alfie alice alison amanda amelia amy andrea andrew
  angela anita ann anna anne annie anthony antonia arthur barbara ben benjamin bernard beth betty beverley bill brenda
  brian bronwyn callum carl carol caroline carys catherine cathy cerys chantelle charles charlie charlotte chloe chris
  christian christina christine christopher clare claire clive colin connor craig cynthia daniel danielle darren david
  dawn dean deborah debbie dennis derek diana diane donald donna doreen doris dorothy douglas duncan dylan edith edward
  eileen eirlys elaine eleanor elizabeth ella ellen ellie emily emma eric erin ethan eva eve evelyn faith fiona frances
  francis frank fred freya gareth gary gavin gemma geoffrey george georgia gerald geraint gethin gillian gordon grace
  graham greg guy gwen gwyneth hannah harriet harry hazel heather heidi helen henry hilary holly hope howard hugh hugo
  huw ian ieuan imogen irene iris isaac isabella isla ivy jack jackie jacob jacqueline james jamie jane janet janice
  jasmine jason jean jeffrey jennifer jenny jeremy jessica jill jim joan joanna joanne john jonathan jordan joseph
  josephine josh joshua joyce juan judith julia julian julie june karen kate katherine kathleen kathryn katie keith
  kelly ken kenneth kevin kieran kim kimberley kirsty kyle laura lauren lawrence leah leanne lee leo leon leonard leslie
  lewis liam lily linda lisa lloyd logan lorraine louis louise lucas lucy luke lydia lynn lynne mair malcolm marc marcus
  margaret maria marie marilyn marion mark martha martin mary mathew matthew maureen max megan melanie melissa michael
  michelle mike mohan moira molly mona monica morgan myfanwy nancy naomi natalie natasha neil nia niall nicholas nick
  nicola nicole nigel noah nora norma norman oliver olivia olwen oscar owen pamela patricia patrick paul paula pauline
  peggy peter philip phillip phoebe phyllis rachel ralph raymond rebecca rhiannon rhys richard rita rob robert roger
  ronald rosa rose rosemary rosie roy ruby russell ruth ryan sally sam samantha sandra sara sarah scarlett scott sean
  sebastian sharon shaun sheila shirley sian simon sonia sophia sophie stacey stanley stella stephanie stephen steve
  steven stuart susan suzanne sylvia tamara tanya teresa terence theo theresa thomas tim timothy toby tom tony tracey
  tracy trevor valerie vera veronica victor victoria vincent violet virginia vivian walter wayne wendy will william
  yvonne zoe
`
    .trim()
    .split(/\s+/),
)
