// First names that are common in the UK, among people born here and elsewhere.
// In lower case, and without accents on Latin letters, like the output of `folded` in `personal-data.ts`.

/** First names that are almost always a person's name: reported on their own. */
export const givenNames: ReadonlySet<string> = new Set(
  `
  abdalla abdallah abdel abdelaziz abdelrahman abdi abdiaziz abdifatah abdikadir abdinasir abdirahman abdul abdulaziz
  abdulkadir abdullahi abdulrahim abdulrahman abeba abebe abel abiel abraham abshir abu abubakr adaeze adaobi adebayo
  adham adil adnan afrah afshin agim agron ahlam ahmad ahmed aicha aisha aklilu akram alaa alazar albana aleksandr
  aleksandra alem alemayehu alemu alganesh ali alina almaz alsadig altayeb altin amaka amal amanuel amanullah amar amin
  amina aminata amir amira amirhossein amjad amleset amna anahita anastasiia anastasiya andriy aram arash arben ardian
  ardit aregawi arezoo arezou arjun arman armin armita artan artem arzoo asad asadullah asefa asha ashraf asif asim
  asmaa asmerom aster awad awara awet awot aya ayaan ayan ayanle ayham ayman ayse azadeh azar azeb aziza azizullah babak
  babatunde badr bahar bahara bahja bahman baran basel bashar bashir basira bassam behnam behrouz behzad bekele bereket
  berhane berhe berivan besa besart besnik bijan bilal biniam biruk biruktawit biserat bisrat bledar blerina bogdan
  bukola bushra chaltu chiamaka chidi chidinma chinedu chinwe chioma chukwuemeka dagmawi dana danylo dariush daryna daud
  dawit denys deqa dereje desta dilan dilnoza dilovan dima diyar dlawar dmytro dritan duong ebele ebrahim eduart efrem
  ehsan ekram eleni elfatih elham elias elira elnaz eltayeb elvana emal emebet enayatullah endrit enkeleda ephrem erion
  ermias eskinder esmatullah esra eyerus eyerusalem eyob ezgi fadi fadia faduma fadumo fahad faisal farah fardowsa
  fareed fares farhad farhiya fariba farid farida faridullah faris farkhunda farshid fartun farzad farzana fasil fatemeh
  faten fathia fatima fatjon fatma fatmir fatou fatoumata fawzi fawzia fereshteh feruz feven fikir filimon filmon filsan
  firas fitsum fiyori flutura folake fowsia freshta freweini funmi furkan gebre gebremedhin gebremeskel gelila genet
  genta gentian getachew ghada ghaith ghassan ghazal ghebre ghidey ghulam girma goitom golnaz goran gulalai guled
  gulnara haben habib habiba habibullah habsa habtom hadeel hadi hadiya hafsa hager hagos haile haileab haileyesus hala
  haleema halima halimo hamdi hamid hamida hamidullah hamza hana hanan hanh hani hanin hanna haris haroon hasan
  hasibullah hassan hawa hawar hawraz haya heba hekmatullah helin hemin henok hermon hesam hiba hinda hirsi hiwa hiwot
  hoang hoda hodan hossain hossein huda husain hussain hussein huyen ibrahim ibtihal ibtisam idris idriss ifeanyi ifeoma
  ifrah ifrax iftikhar ihor ikechukwu ikram ilham ilir illia iman imran inas intisar iryna isaias isayas ishaq ismael
  ismail issa istahil iuliia ivanna jaber jalal jamal jamil jamila jamshid javad javid jawad jawid jetmir jwan kahsay
  kamal kamila kamran kareem karim karwan karzan kassahun kateryna kaveh kawa kaziwa kebede kelechi kemi khadija khadra
  khalda khaled khalid khalil khanh khatera khatira khosrow khrystyna kibrom kidan kidane kidist kifle klodian kofi
  kostiantyn kourosh kowsar kujtim kunle kushtrim kwame kyrylo laila lailuma laleh lamia lanja larysa latifa layla leila
  lemlem lensa lesia leyla leyli libaan liben liliia liridon lirim liubov liudmyla lubna lulit luljeta lulzim luwam
  lyubov lyudmyla maha mahad mahamed mahdi maher mahjoub mahlet mahmood mahmoud mahnaz mahsa maimuna majed maksym malak
  malika mamadou manahil manal mansour mariam mariama mariia marwa marwan maryam maryna marzia masooma masoud mawada
  maysa mazen mebrahtu mebrat medhanie medhin mehari mehdi mehmet mehran mehrdad mehrnaz mekdes melaku melat merhawi
  merhawit meron meseret mesfin mihret mikal mikiele milad mimoza mina mirela mohamad mohamed mohammad mohammadreza
  mohammed mohamud mohsen mojtaba mona morteza muawia mubarak muhammad muhiyadin mujtaba mulu mulugeta muna munir munira
  murad mursal mustaf mustafa mykhailo mykola mykyta nabil nada nadia nadiia nadir naeem nagla nahid naima najib
  najibullah najma nardos narges nasir nasra nasrin nasrullah nasteexo natalia nataliia nataliya natnael nawal nawroz
  nazanin nazar nazdar nebiyat negin nejib netsanet nexhmije ngoc ngozi nguyen nhung nilofar niloofar nimco nimo nisreen
  nizar nkechi nnamdi nneka noor nooria noorullah nour noura nura obinna oksana olabisi olamide oleh oleksandr oleksii
  olena olha olumide oluwaseun omaid omar omer omid osagie osama osman ostap parastoo parinaz parisa parveen parwana
  parwin pavlo payam payman pegah pellumb peshawa petro peyman phuong pooya pouya qadar qais qasim qemal quoc quyen
  rabia raed rafat raghad rahel rahim rahma rahwa rami ramin ramzi rana rania ranim rasha rashid rawan rayan razan razia
  rebaz rebin rebwar rediet reem rehab reza rezan rezhin riad rida ridwan rima robel robiel roble rohullah rojin
  roksolana rouzbeh roya roza rozhin ruslan ruta saad sabah sabrina saddam sadia saed saeed safa safiullah safiya safiyo
  sagal sahar sahra said saida saif saimir sakar sakina salah salam saleh salem salim salma saman samar samer sami samih
  samir samira samiullah samrawit samuel sana sanaa sardar sarkawt saron sarwar sawsan saynab sebhat sediqa segun selam
  selamawit semhar senait senay sepideh serhii sesen setara setareh seyed shabana shabnam shadi shaghayegh shahab shahid
  shahin shahram shahrzad shakira shams shamso sharif sharifa shaza sheida sherin shilan shima shirin shorsh shpend
  shpresa shukri shukria shwan siavash simret sina sirad sisay sittana skender sofiia sofiya sohaila sohrab solomon
  soraya sosina stanislav stepan suad sucaad sufian suhaib suhail sulaiman suldan suleiman sumaia sumaya svitlana tadele
  tadesse tagwa tahir tahmina tamana tamer tammam taraneh taras tarek tariq tedros tekle temesgen temesghen temitope
  tesfalem tesfamariam tesfay tesfaye tetiana tewelde tewolde thanh thao thuy tigabu tigist tilahun tirhas tizita trinh
  trung tsega tsegay tsehaye tsigereda tsion tunde tuyet tymofii tymur ubah uliana umar usman vadym vahid valbona
  valentyna valon vasyl veronika viktoriia vinh vira vitalii vitaliy vjosa vladyslav volodymyr vyacheslav wael wafa
  wahid wahida wali walid warsame warsan wassim weyni winta wissam wolde wondimu wubit xhevahire xuan yaasmin yahya
  yalda yaman yara yared yaroslav yaser yasin yasir yasmin yasmine yassin yazan yelyzaveta yemane yeshi yetunde yevhen
  yevheniia yevheniya yodit yohanis yohannes yonas yonatan yosef yosief yousef yousif youssef yulia yuliia yuriy yusuf
  zabihullah zabiullah zagros zaher zahir zahra zainab zakaria zaki zamzam zara zebib zeina zeinab zekarias zelalem
  zemen zemzem zenebech zerihun zewdu zeyad zeynep ziad zilan zinaida ziyad zlata zoran zoriana zubair zuhair олена
  олександр олексій андрій анастасія богдан василь вікторія віталій володимир дмитро галина євген ірина іван катерина
  лариса людмила марія микола михайло наталія наталя оксана ольга петро роман світлана сергій тарас тетяна юлія юрій
  ярослав احمد أحمد محمد محمود علي حسن حسين عمر خالد يوسف ابراهيم إبراهيم مصطفى فاطمة عائشة مريم زينب خديجة ليلى سارة
  نور امينة أمينة حليمة رشيد کریم کریمه زهرا رضا مهدی ሰላማዊት ተስፋይ ኃይለ ዮናስ ሳምራዊት ሚካኤል ገብረ ፍረወይኒ ሄኖክ ዳዊት ለምለም
`
    .trim()
    .split(/\s+/),
)

/** First names that are also names of streets, authors or saints, or everyday words: reported only with a surname. */
export const givenNamesWithSurname: ReadonlySet<string> = new Set(
  `
  aaron adam adele adrian agnes alan albert alex alexander alexandra alfie alice alison amanda amelia amy anas andrea
  andrew angela anita ann anna anne annie anthony antonia arthur ayo azad azmera barbara ben benjamin bernard bestun
  beth betty beverley bill binh brenda brian bronwyn callum carl carol caroline carys catherine cathy cerys chantelle
  charles charlie charlotte chloe chnar chris christian christina christine christopher claire clare clive colin connor
  craig cynthia daniel danielle dara darren david dawn dean debbie deborah deeqa dennis derek diana diane donald donna
  doreen doris dorothy douglas duncan dylan edith edona edward efe eileen eirlys elaine eleanor elizabeth ella ellen
  ellie elsa emeka emily emma eric erin ethan eva eve evelyn faith femi fiona frances francis frank fred freya gareth
  gary gavin gemma geoffrey george georgia geraint gerald gethin giang gillian gordon grace graham greg guy gwen gwyneth
  hannah hardi harriet harry hazel heather heidi helen henry hilary holly hope howard hugh hugo huong huw ian ieuan
  imogen inna iqra irene iris isaac isabella isla isra ivan ivy jack jackie jacob jacqueline jama james jamie jana jane
  janet janice jasmine jason jean jeffrey jennifer jenny jeremy jessica jill jim joan joanna joanne john jonathan jordan
  joseph josephine josh joshua joud joyce juan judi judith julia julian julie june karen kate katherine kathleen kathryn
  katie keith kelly ken kenneth kevin kiana kieran kim kimberley kirsty kyle laura lauren lawrence leah leanne lee leo
  leon leonard leslie lewis liam lily lina linda linh lisa lloyd logan lorraine louis louise lucas lucy luke lula lydia
  lynn lynne mair majd malcolm marc marcus margaret maria marie marilyn marion mark marko martha martin mary mathew
  matthew maureen max megan melanie melissa michael michelle mike minh mohan moira molly mona monica morgan musa myfanwy
  nancy naomi nasim natalie natasha neil nia niall nicholas nick nicola nicole nigel nima nina noah nora norma norman
  oliver olivia olwen oscar owen pamela patricia patrick paul paula pauline peggy peter philip phillip phoebe phyllis
  polina quang rachel ralph rama ranj raymond rebecca rhiannon rhys richard rita rob robert roger ronald rosa rose
  rosemary rosie roy ruba ruby rula russell ruth ryan saba safaa sally sam samantha sandra sara sarah scarlett scott
  sean sebastian sharon shaun sheila shirley shiva sian simon sonia sophia sophie stacey stanley stella stephanie
  stephen steve steven stuart susan suzanne sylvia tala talia tamara tamim tanya terence teresa theo theresa thomas tim
  timothy tobi toby tom tony tracey tracy trevor valerie vera veronica victor victoria viktor vincent violet virginia
  vivian walter wayne wendy will william yana yvonne zaid zoe
`
    .trim()
    .split(/\s+/),
)
